import { formatDuration } from '../contract/duration.ts';
import type { BootStage, Status, VmState } from '../contract/status.ts';
import { isFallingAsleep, stageTitles } from '../contract/status.ts';
import { plain } from '../util/failure-lines.ts';

/** Shows a start (or a stop) as it goes on. */
export interface Progress {
  show(status: Status): void;
  /** Removes what is not meant to stay. */
  end(): void;
}

/** Where progress is written: standard error, since standard output is for results. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** States of a start that is under way. */
const starting: readonly VmState[] = ['preparing', 'booting', 'waiting', 'backoff'];

/** Milliseconds between two updates of the line of what is under way. */
const updateMs = 200;

/** What takes longer than this is named where no line can be updated: in a pipe, in a file. In milliseconds. */
const namedAfterMs = 2_000;

/**
 * A line for each finished stage with its time and its usual time; at a terminal also one, updated, for what is under
 * way, elsewhere one that is not updated for what takes long. `now` gives milliseconds since 1970.
 */
export function startProgress(output: ProgressOutput, now: () => number = Date.now): Progress {
  const told = new Set<string>();
  let latest: Status | undefined;
  /** A status tells of an engine only while it runs. */
  let ranEngine = false;
  /** A start that was over when we came: not ours to tell. */
  let past: number | undefined;

  const clear = () => output.isTTY && output.write('\r\u001B[2K');
  const tell = (key: string, line: string) => {
    if (told.has(key)) return;
    told.add(key);
    clear();
    output.write(`${line}\n`);
  };
  /** What was found out by this start, once it is known what the VM runs by instead. */
  const tellAccelerators = ({ accelerators, boot, vm }: Status) => {
    if (boot === null || vm === null) return;
    for (const { accelerator, works, reason, triedAt } of accelerators) {
      if (works || accelerator === vm.accelerator || triedAt < boot.startedAt) continue;
      const name = accelerator.toUpperCase();
      const used = vm.accelerator === 'tcg' ? 'software emulation' : vm.accelerator.toUpperCase();
      tell(`accelerator ${name}`, `  ${name} is not used, ${used} is: ${plain(reason).replace(/\.$/, '')}.`);
    }
  };
  const work = { key: '', since: 0 };
  const update = () => {
    const present = latest && underWay(latest, ranEngine);
    if (present === undefined) return;
    const { title, key, line, why } = present;
    if (work.key !== key) Object.assign(work, { key, since: now() });
    const isLong = now() - work.since >= namedAfterMs;
    const because = isLong && why !== undefined ? ` (${why})` : '';
    if (output.isTTY) {
      clear();
      output.write(`${line(now())} ...${because}`.slice(0, (output.columns ?? 80) - 1));
    } else if (isLong) {
      tell(`long ${key}`, `  ${title} ...${because}`);
    }
  };
  const timer = setInterval(update, updateMs);
  timer.unref();

  return {
    show(status) {
      if (latest === undefined && !starting.includes(status.state)) past = status.boot?.startedAt;
      latest = status;
      ranEngine ||= status.engine !== null;
      tellAccelerators(status);
      for (const stage of status.boot?.stages ?? []) {
        if (stage.durationMs !== null && status.boot?.startedAt !== past) {
          tell(`${status.boot?.startedAt} ${stage.name}`, `  ${stageLine(stage, stage.durationMs)}`);
        }
      }
      if (status.state === 'backoff' && status.retry !== null) {
        const { attempt, of, at } = status.retry;
        const reason = plain(status.problems[0]?.message ?? 'The start failed.');
        const wait = formatDuration(Math.max(0, at - now()));
        tell(`retry ${attempt} ${at}`, `  ${reason} Trying again in ${wait} (${attempt} of ${of}).`);
      }
      update();
    },
    end() {
      clearInterval(timer);
      clear();
    },
  };
}

function stageLine(stage: BootStage, milliseconds: number): string {
  const usual = stage.usualMs === null ? '' : `   usually ${formatDuration(stage.usualMs)}`;
  return `${titleOf(stage).padEnd(34)} ${formatDuration(milliseconds).padStart(9)}${usual}`;
}

function titleOf({ name }: BootStage): string {
  return plain(stageTitles[name] ?? name);
}

/** What goes on at present. `key` tells it from what went on before; `line` is it at a time, in milliseconds since 1970. */
interface UnderWay {
  readonly key: string;
  readonly title: string;
  readonly line: (now: number) => string;
  /** What it may be waiting for, told once it takes long. */
  readonly why?: string;
}

function underWay(status: Status, ranEngine: boolean): UnderWay | undefined {
  if (status.state === 'stopping') {
    const stopping = plainly('Stopping');
    return ranEngine ? { ...stopping, why: 'containers may take ten seconds to end' } : stopping;
  }
  if (isFallingAsleep(status)) return plainly('Saving the memory');
  const stage = status.boot?.stages.findLast((one) => one.durationMs === null);
  if (stage === undefined) return undefined;
  return {
    key: `${status.boot?.startedAt} ${stage.name}`,
    title: titleOf(stage),
    line: (now) => `  ${stageLine(stage, now - stage.startedAt)}`,
  };
}

function plainly(title: string): UnderWay {
  return { key: title, title, line: () => `  ${title}` };
}
