import type { HomePaths } from '../home/paths.ts';
import type { Shell, TerminalSize } from '../util/shell.ts';
import { logInToGuest } from '../vm/guest/log-in.ts';

/** A login shell in the guest, over a connection of its own. Rejects when the guest cannot be reached. */
export async function openGuestShell(
  paths: HomePaths,
  size: TerminalSize,
  signal: AbortSignal,
): Promise<Shell> {
  const failure = {
    message: 'Could not open a terminal in the virtual machine: its SSH server does not answer.',
    hint: 'Wait until the engine runs, or look at the console.',
  };
  const session = await logInToGuest(paths, failure, signal);
  try {
    const shell = await session.shell({ ...size, type: 'xterm-256color' }, signal);
    return {
      stream: shell.stream,
      resize: async (columns, rows) => shell.resize(columns, rows),
      exit: shell.exit.finally(() => session.end()),
      // The guest's SSH server hangs up on what runs in a terminal whose connection ends.
      close: () => session.end(),
    };
  } catch (error) {
    session.end();
    throw error;
  }
}
