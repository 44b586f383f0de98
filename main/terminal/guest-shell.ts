import { connect } from 'node:net';
import type { HomePaths } from '../home/paths.ts';
import { readJsonFile } from '../util/atomic-file.ts';
import { withDeadline } from '../util/wait.ts';
import type { MachineRecord } from '../vm/driver.ts';
import { connectGuest } from '../vm/guest/ssh-session.ts';
import { loadKeys } from '../vm/keys.ts';
import type { Shell, TerminalSize } from './shell.ts';

/** Milliseconds for logging in to the guest; an emulated one takes one to two seconds. */
const loginDeadlineMs = 30_000;

/** A login shell in the guest, over a connection of its own. Rejects when the guest cannot be reached. */
export async function openGuestShell(
  paths: HomePaths,
  size: TerminalSize,
  signal: AbortSignal,
): Promise<Shell> {
  const record = (await readJsonFile(paths.vmRecord)) as Partial<MachineRecord> | undefined;
  const port = record?.sshPort ?? undefined;
  const keys = await loadKeys(paths);
  const failure = {
    code: 'guest-unreachable',
    message: 'Could not open a terminal in the virtual machine: its SSH server does not answer.',
    hint: 'Wait until the engine runs, or look at the console.',
  } as const;
  const session = await withDeadline(loginDeadlineMs, signal, failure, (until) =>
    connectGuest(
      () => (port === undefined ? connect(paths.sshForward) : connect(port, '127.0.0.1')),
      keys,
      until,
    ),
  );
  try {
    const shell = await session.shell({ ...size, type: 'xterm-256color' });
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
