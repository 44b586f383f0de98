import { SlipwayError } from '../contract/errors.ts';
import { readLock } from '../home/lock.ts';
import type { HomePaths } from '../home/paths.ts';

/** How a process is ended that does not react to anything any more. */
const forcibly = (pid: number) =>
  process.platform === 'win32' ? `taskkill /F /PID ${pid}` : `kill -9 ${pid}`;

/**
 * What is to be said of a host that lives and has said nothing for so many milliseconds: frozen, or stopped by a
 * signal. Names its process: the one that holds the home, or `pid` when none does yet.
 */
export async function hostSilent(
  paths: Pick<HomePaths, 'lock'>,
  milliseconds: number,
  pid?: number,
): Promise<SlipwayError> {
  const silent = (await readLock(paths.lock).catch(() => undefined))?.pid ?? pid;
  const named = silent === undefined ? '' : ` (process ${silent})`;
  return new SlipwayError({
    code: 'host-unresponsive',
    message: `The process that supervises the VM${named} has not answered for ${Math.ceil(milliseconds / 1_000)} s.`,
    hint:
      silent === undefined
        ? 'See `slipway logs` for what it did last, and try again.'
        : `Try again if the machine is very busy; otherwise end it with \`${forcibly(silent)}\`: the VM goes on, and \`slipway start\` takes it over.`,
  });
}
