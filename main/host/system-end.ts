import { SlipwayError, toFailure } from '../contract/errors.ts';
import type { Settings } from '../contract/settings.ts';
import { isFallingAsleep, type Status } from '../contract/status.ts';
import type { Logger } from '../logging/logger.ts';
import { isSignalPending } from '../util/pending-signals.ts';
import { delay, never, withDeadline } from '../util/wait.ts';
import type { Host } from './host.ts';

/*
 * What kills us has little patience: systemd sends SIGKILL 90 s after SIGTERM (DefaultTimeoutStopSec), other session
 * managers and init scripts after less. All of the below together stays under that.
 */

/** Saving the memory, after which the VM is rather stopped, in milliseconds. A save takes two seconds, a slow disk longer. */
const sleepDeadlineMs = 20_000;

/** Giving up a save: QEMU is told, and lets the VM go on. In milliseconds. */
const giveUpDeadlineMs = 5_000;

/** Stopping what could not be saved, in milliseconds: containers have 10 s to end, then there are disks to put away. */
const stopDeadlineMs = 45_000;

/** Leaving the home once all that is over, in milliseconds. */
const leaveDeadlineMs = 10_000;

/** Between the signals that a session manager sends to one process and to the next, more than enough, in milliseconds. */
const settleSignalsMs = 300;

/** The signals by which a system ends a process. A closed terminal sends the last one, and so does a session that ends. */
export const endSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** systemd sends both to what belongs to a session, and they arrive in either order: that is one word, not two. */
const sessionSignals: readonly string[] = ['SIGTERM', 'SIGHUP'];

/** What a process that may be a host does when the system ends it. */
export interface SystemEndOptions {
  /** The host in this process; undefined while it is none. */
  readonly host: () => Pick<Host, 'status' | 'handlers' | 'rest'> | undefined;
  /** The setting app.onClose as it is now. */
  readonly onClose: () => Promise<Settings['app.onClose']>;
  /** Whether more is ended than this process: whatever runs is ended with it, so that nothing can be kept running. */
  readonly endsAll: () => Promise<boolean>;
  /** Leaves the home, whose VM is settled by then. */
  readonly leave: () => Promise<void>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly exit: (code: number) => void;
}

/**
 * Answers what to do at a word of the system's, such as the name of a signal. At the first one the VM is put to sleep,
 * left running or stopped as app.onClose says, and stopped too when it cannot sleep in time; then this process ends, and
 * has no successor. At the next one it ends at once, and a VM that runs goes on until somebody adopts it.
 */
export function endBySystem(options: SystemEndOptions): (word: string) => void {
  const { logger, leave, exit } = options;
  const heard = new Set<string>();
  const end = async (word: string) => {
    try {
      await settle(word, options);
      await withDeadline(leaveDeadlineMs, never, notLeft, leave);
    } catch (error) {
      logger.warn(`${word}: ${toFailure(error).message}`);
    }
    exit(0);
  };
  return (word) => {
    const isFirst = heard.size === 0;
    const isOfSession = [...heard, word].every((one) => sessionSignals.includes(one));
    const isRepeated = heard.has(word);
    heard.add(word);
    if (!isFirst && isOfSession && !isRepeated) return;
    if (!isFirst) {
      logger.warn(`${word} once more: leaving at once; a VM that runs goes on`);
      return exit(0);
    }
    void end(word);
  };
}

/**
 * Whether a VM was told to end as well, which it is deaf to: then it is not this process alone that is to end, but all of
 * a session. Signals that are sent to many at once come one after the other, within milliseconds.
 */
export async function isEndedToo(vm: Status['vm']): Promise<boolean> {
  if (vm === null) return false;
  await delay(settleSignalsMs);
  return isSignalPending(vm.pid, 'SIGTERM');
}

async function settle(word: string, options: SystemEndOptions): Promise<void> {
  const { logger } = options;
  const host = options.host();
  if (host === undefined) return;
  const isSettled = () => {
    const status = host.status();
    return ['stopped', 'failed'].includes(status.state) || isAsleep(status);
  };
  if (isSettled()) return logger.info(`${word}: the VM is ${host.status().state}, and stays so`);
  // What is being copied would hold up everything, and is not to be had any more.
  await host.handlers['snapshots.cancel']({}, never);
  const onClose = await options.onClose();
  if (onClose === 'keep' && !(await options.endsAll())) {
    return logger.info(`${word}: the VM runs on, as app.onClose says`);
  }
  // Between two tries there is nothing to save, and no telling when there is.
  if (onClose !== 'stop' && host.status().state !== 'backoff') {
    logger.info(`${word}: putting the VM to sleep`);
    try {
      return await restInTime(host);
    } catch (error) {
      if (isSettled()) return;
      logger.warn(`${word}: ${toFailure(error).message} The VM is stopped in its place.`);
    }
  }
  logger.info(`${word}: stopping the VM`);
  await withDeadline(stopDeadlineMs, never, notStopped, (signal) => host.handlers['vm.stop']({}, signal));
}

/** Once the time is up the save is given up, and that is waited for too. */
async function restInTime(host: Pick<Host, 'rest'>): Promise<void> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new SlipwayError(notAsleep)), sleepDeadlineMs);
  try {
    await withDeadline(sleepDeadlineMs + giveUpDeadlineMs, never, notAsleep, () => host.rest(late.signal));
  } finally {
    clearTimeout(timer);
  }
}

function isAsleep(status: Status): boolean {
  return status.state === 'sleeping' && !isFallingAsleep(status);
}

const notAsleep = {
  code: 'deadline-exceeded',
  message: `The VM could not be put to sleep in ${sleepDeadlineMs / 1_000} s.`,
  hint: 'It is stopped.',
} as const;

const notStopped = {
  message: `The VM did not stop in ${stopDeadlineMs / 1_000} s: it is left as it is.`,
  hint: '`slipway start` takes it over.',
} as const;

const notLeft = {
  message: 'The home could not be left in time.',
  hint: '`slipway start` takes it over.',
} as const;
