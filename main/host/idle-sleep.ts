import { toFailure } from '../contract/errors.ts';

/** Longest time between two looks at the settings while nobody uses the VM, in milliseconds. */
const longestLookMs = 15_000;

/** A VM that could not be put to sleep is let be for this long, in milliseconds: trying costs its clients a connection. */
const afterFailureMs = 3_600_000;

/** What the rule works with. */
export interface IdleSleepOptions {
  /** The settings as they are now: after how many minutes (0: never), and whether running containers are no hindrance. */
  readonly settings: () => Promise<{ readonly afterMinutes: number; readonly withContainers: boolean }>;
  /** Whether the VM is being worked on, as by a snapshot. */
  readonly isBusy: () => boolean;
  /** How many containers run; asked only when the time is up. */
  readonly runningContainers: () => Promise<number>;
  /** Puts the VM to sleep. What begins it is done before this returns, so that no client can come in between. */
  readonly sleep: () => Promise<void>;
  /** Milliseconds that never jump, and stand still while the host sleeps. */
  readonly now: () => number;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

/** Puts a VM to sleep that nobody uses. */
export interface IdleSleep {
  /** Told at each change; a VM that begins to run is taken to be wanted. */
  setRunning(running: boolean): void;
  /** Told whenever a client of the docker socket comes or goes. A build or a pull is a client for as long as it lasts. */
  setClients(clients: number): void;
  /** Does nothing any more. */
  close(): void;
}

/**
 * Once nobody has been connected for the time that the settings say, and no container runs, the VM is put to sleep. Each
 * start and each client begins the time anew, and so does a container that is found running.
 */
export function watchIdle(options: IdleSleepOptions): IdleSleep {
  const { now, log } = options;
  let isRunning = false;
  let clients = 0;
  let idleSince = now();
  let notBefore = 0;
  let timer: NodeJS.Timeout | undefined;
  /** Counts what begins the time anew: an answer that was waited for meanwhile is out of date. */
  let uses = 0;

  const lookIn = (milliseconds: number) => {
    clearTimeout(timer);
    const isIdle = isRunning && clients === 0;
    timer = isIdle ? setTimeout(() => void look(), milliseconds) : undefined;
    timer?.unref();
  };
  const used = () => {
    uses += 1;
    idleSince = now();
    lookIn(0);
  };

  const look = async () => {
    const before = uses;
    try {
      const { afterMinutes, withContainers } = await options.settings();
      if (uses !== before) return;
      const remainingMs = Math.max(idleSince + afterMinutes * 60_000, notBefore) - now();
      if (afterMinutes === 0 || remainingMs > 0)
        return lookIn(afterMinutes === 0 ? longestLookMs : Math.min(remainingMs, longestLookMs));
      const running = withContainers ? 0 : await options.runningContainers();
      if (uses !== before) return;
      if (running > 0 || options.isBusy()) return used();
      log('info', `Nobody has used the VM for ${afterMinutes} min: it is put to sleep`);
      await options.sleep();
    } catch (error) {
      const failure = toFailure(error);
      // Somebody came in time, or it was stopped.
      if (failure.code === 'not-running') return;
      log('warn', `sleep for want of use: ${failure.message}`);
      if (failure.code === 'save-failed') notBefore = now() + afterFailureMs;
      lookIn(longestLookMs);
    }
  };

  return {
    setRunning(running) {
      if (running === isRunning) return;
      isRunning = running;
      used();
    },
    setClients(count) {
      clients = count;
      used();
    },
    close() {
      isRunning = false;
      used();
    },
  };
}
