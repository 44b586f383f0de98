import type { ConsoleLog } from '../vm/console-log.ts';

/** Tells what the guest's console says, as it comes. */
export interface ConsoleFeed {
  /** While the VM sleeps nobody writes to its console, and looking for more would be all that this process does. */
  setAsleep(asleep: boolean): void;
  close(): void;
}

/** Begins with what the console says from now on. */
export function feedConsole(
  console: Pick<ConsoleLog, 'size' | 'follow'>,
  announce: (text: string) => void,
): ConsoleFeed {
  let wanted = false;
  let stop: (() => void) | undefined;
  const end = () => {
    wanted = false;
    stop?.();
    stop = undefined;
  };
  const begin = async () => {
    wanted = true;
    // Once there is a VM again, it begins a new file or goes on where this one ends.
    const size = await console.size();
    if (wanted) stop ??= console.follow(size, announce);
  };
  const setAsleep = (asleep: boolean) => {
    if (asleep) end();
    else if (!wanted) void begin().catch(() => end());
  };
  setAsleep(false);
  return { setAsleep, close: end };
}
