import { formatDuration } from '../contract/duration.ts';
import type { BootStage, Status, VmState } from '../contract/status.ts';
import { stageTitles } from '../contract/status.ts';
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

/**
 * A line for each finished stage with its time and its usual time; at a terminal also one, updated, for what is under
 * way. `now` gives milliseconds since 1970.
 */
export function startProgress(output: ProgressOutput, now: () => number = Date.now): Progress {
  const told = new Set<string>();
  let latest: Status | undefined;
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
  const update = () => {
    const line = latest && underWay(latest, now());
    if (!output.isTTY || line === undefined) return;
    clear();
    output.write(line.slice(0, (output.columns ?? 80) - 1));
  };
  const timer = output.isTTY ? setInterval(update, updateMs) : undefined;
  timer?.unref();

  return {
    show(status) {
      if (latest === undefined && !starting.includes(status.state)) past = status.boot?.startedAt;
      latest = status;
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
  const title = plain(stageTitles[stage.name] ?? stage.name);
  const usual = stage.usualMs === null ? '' : `   usually ${formatDuration(stage.usualMs)}`;
  return `${title.padEnd(34)} ${formatDuration(milliseconds).padStart(9)}${usual}`;
}

function underWay(status: Status, now: number): string | undefined {
  if (status.state === 'stopping') return '  Stopping ...';
  const stage = status.boot?.stages.findLast((one) => one.durationMs === null);
  return stage === undefined ? undefined : `  ${stageLine(stage, now - stage.startedAt)} ...`;
}
