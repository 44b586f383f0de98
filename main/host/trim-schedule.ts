import { toFailure } from '../contract/errors.ts';

/** After the last of several removals, in milliseconds: a prune is many. */
const quietMs = 5_000;

/** While the VM runs it is trimmed this often, in milliseconds. */
const everyMs = 24 * 3_600_000;

/** A start is not the time: at the earliest so long after it, in milliseconds. */
const afterStartMs = 300_000;

/** What the schedule works with. */
export interface TrimScheduleOptions {
  readonly trim: (signal: AbortSignal) => Promise<void>;
  /** Tells of what may have left much unused, until the signal aborts. */
  readonly followRemovals: (onRemoval: () => void, signal: AbortSignal) => Promise<void>;
  /** When the disk was trimmed last, by the same clock as `now`; 0 when that is not known. */
  readonly lastTrim: () => number;
  /** Milliseconds. */
  readonly now: () => number;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

/** Has the data disk trimmed by itself while the VM runs: soon after something was removed, and once a day. */
export interface TrimSchedule {
  /** Told at each change. */
  setRunning(running: boolean): void;
  close(): void;
}

/** A schedule that rests until it is told that the VM runs. */
export function scheduleTrims(options: TrimScheduleOptions): TrimSchedule {
  const { now, log } = options;
  let running: AbortController | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isTrimming = false;
  let isAskedFor = false;

  const trimIn = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void trim(), milliseconds);
    timer.unref();
  };
  const trim = async () => {
    const signal = running?.signal;
    if (signal === undefined) return;
    if (isTrimming) return trimIn(quietMs);
    isTrimming = true;
    isAskedFor = false;
    try {
      await options.trim(signal);
    } catch (error) {
      if (!signal.aborted) log('warn', `trimming the data disk: ${toFailure(error).message}`);
    } finally {
      isTrimming = false;
      // Not in place of one that was asked for meanwhile.
      if (!signal.aborted && !isAskedFor) trimIn(everyMs);
    }
  };
  const onRemoval = () => {
    isAskedFor = true;
    trimIn(quietMs);
  };
  const stop = () => {
    clearTimeout(timer);
    running?.abort();
    running = undefined;
  };

  return {
    setRunning(isRunning) {
      if (isRunning === (running !== undefined)) return;
      stop();
      if (!isRunning) return;
      running = new AbortController();
      trimIn(Math.max(afterStartMs, options.lastTrim() + everyMs - now()));
      void options.followRemovals(onRemoval, running.signal);
    },
    close: stop,
  };
}
