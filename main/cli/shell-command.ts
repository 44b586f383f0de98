import { pipeline } from 'node:stream/promises';
import { SlipwayError } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';
import { stayConnected } from '../engine/stay-connected.ts';
import type { HomePaths } from '../home/paths.ts';
import { logInToGuest } from '../vm/guest/log-in.ts';
import type { GuestProcess, GuestSession } from '../vm/guest/ssh-session.ts';
import { connectOrSpawn } from './host-connection.ts';
import { currentStatus } from './status-command.ts';

/** `slipway shell`: a login shell in the guest, or a command there. Answers its exit code. */
export async function openShell(paths: HomePaths, command: readonly string[]): Promise<number> {
  // Until its streams are joined to this process's, Ctrl+C ends the process.
  const { signal } = new AbortController();
  const state = await wakeUp(paths);
  // Somebody works in the VM: it is not idle, however long the login takes.
  const leave = stayConnected(paths.dockerSocket);
  try {
    const session = await logIn(paths, state, signal);
    try {
      return command.length === 0
        ? await runShell(session, signal)
        : await runCommand(session, command, signal);
    } finally {
      session.end();
    }
  } finally {
    leave();
  }
}

/** In which state the VM is, which sleeps no more. Rejects where there is none. */
async function wakeUp(paths: HomePaths): Promise<Status['state']> {
  const found = await currentStatus(paths);
  const { state, vm } = ['sleeping', 'suspending'].includes(found.state) ? await wake(paths) : found;
  if (vm === null) {
    throw new SlipwayError({
      code: 'not-running',
      message: `The VM is not running (state: ${state}), so there is nothing to open a shell in.`,
      hint: 'slipway start',
    });
  }
  return state;
}

function logIn(paths: HomePaths, state: Status['state'], signal: AbortSignal): Promise<GuestSession> {
  const failure = {
    message: `The VM's SSH server does not answer (state: ${state}).`,
    hint: 'While the VM starts, wait for `slipway start`; otherwise see `slipway logs --source console`.',
  };
  return logInToGuest(paths, failure, signal);
}

async function wake(paths: HomePaths): Promise<Status> {
  const client = await connectOrSpawn(paths);
  return client.call('vm.start', {}).finally(client.close);
}

async function runShell(session: GuestSession, signal: AbortSignal): Promise<number> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return transfer(await session.start('exec sh -l', signal));
  const type = process.env.TERM || 'xterm-256color';
  const shell = await session.shell({ columns: stdout.columns, rows: stdout.rows, type }, signal);
  const resize = () => shell.resize(stdout.columns, stdout.rows);
  stdin.setRawMode(true);
  stdout.on('resize', resize);
  try {
    return await transfer(shell);
  } finally {
    stdout.off('resize', resize);
    stdin.setRawMode(false);
  }
}

function runCommand(session: GuestSession, command: readonly string[], signal: AbortSignal): Promise<number> {
  // SSH has one text for a command. A single argument is one to the guest's shell, as with ssh itself.
  const [only, ...more] = command;
  const text = only !== undefined && more.length === 0 ? only : command.map(quote).join(' ');
  return session.start(text, signal).then(transfer);
}

/** Joins this process's streams to those of a command in the guest; answers its exit code. */
async function transfer({ stream, exit }: GuestProcess): Promise<number> {
  process.stdin.pipe(stream);
  const interrupt = () => stream.signal('INT');
  process.on('SIGINT', interrupt);
  try {
    const outputs = [
      pipeline(stream, process.stdout, { end: false }),
      pipeline(stream.stderr, process.stderr, { end: false }),
    ];
    // A reader that has left (`slipway shell -- dmesg | head`) is no failure of the command.
    const [code] = await Promise.all([exit, ...outputs.map((output) => output.catch(() => stream.close()))]);
    return code;
  } finally {
    process.off('SIGINT', interrupt);
    process.stdin.unpipe(stream);
    process.stdin.pause();
    process.stdin.unref?.();
  }
}

/** An argument as one word of the guest's shell. */
function quote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
