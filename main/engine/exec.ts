import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { SlipwayError } from '../contract/errors.ts';
import type { Shell, TerminalSize } from '../util/shell.ts';
import { never } from '../util/wait.ts';
import { attempt } from './connection.ts';
import { createUntil } from './create-until.ts';
import { withEngineDeadline } from './deadlines.ts';
import { withHelperImage } from './files/helper-image.ts';
import { nameHelper } from './files/helper-labels.ts';
import { removeHelper } from './files/remove-helper.ts';
import { toolsImage } from './tools-image.ts';

/** What is run in a container. */
export interface ExecProgram {
  /** Its words; empty: the best shell that the container has. */
  readonly command: readonly string[];
  /** Empty: the container's own user. */
  readonly user: string;
  /** `NAME=value`. */
  readonly environment?: readonly string[];
}

/** The best shell there is, as the container's own user. */
export const anyShell: ExecProgram = { command: [], user: '' };

/**
 * Says the shell's number in the container first, on a line of its own, then becomes the best shell there is, or what was
 * asked for. The number is needed to end the shell: an engine leaves it running when its connection goes (moby#9098).
 */
const startShell = 'echo $$; if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi';
const startProgram = 'echo $$; exec "$@"';

/** What the engine says of a program that is not there. */
const notThere = /no such file or directory|executable file not found|not found in \$PATH/;

/**
 * Starts a shell, or another program, in a running container. Rejects with `shell-missing` when there is no shell, and
 * when the container does not run.
 */
export async function openContainerShell(
  engine: Docker,
  id: string,
  size: TerminalSize,
  signal: AbortSignal,
  program: ExecProgram = anyShell,
): Promise<Shell> {
  const { command } = program;
  const wrapped = command.length === 0 ? [startShell] : [startProgram, 'sh', ...command];
  const started = await start(engine, id, ['/bin/sh', '-c', ...wrapped], program, size, signal);
  const { exec, stream } = started;
  const first = await withEngineDeadline('read', doing, signal, (until) =>
    readFirstLine(stream, until),
  ).catch((error: unknown) => {
    stream.destroy();
    throw error;
  });
  if (first !== undefined && /^\d+$/.test(first))
    return shellOf(exec, stream, () => hangUp(engine, id, first, program.user));
  stream.destroy();
  const hasNoShell = first?.includes('/bin/sh') === true && notThere.test(first);
  // What needs no shell is started without one.
  if (hasNoShell && command.length > 0) return openWithoutShell(engine, id, size, signal, program);
  throw hasNoShell ? shellMissing(first) : notStarted(first);
}

const doing = 'open a terminal in the container';

async function openWithoutShell(
  engine: Docker,
  id: string,
  size: TerminalSize,
  signal: AbortSignal,
  program: ExecProgram,
): Promise<Shell> {
  const { exec, stream } = await start(engine, id, program.command, program, size, signal);
  return shellOf(exec, stream, () => hangUpFromOutside(engine, exec));
}

interface Started {
  readonly exec: Docker.Exec;
  readonly stream: Duplex;
}

async function start(
  engine: Docker,
  id: string,
  words: readonly string[],
  { user, environment = [] }: ExecProgram,
  size: TerminalSize,
  signal: AbortSignal,
): Promise<Started> {
  const exec = await attempt(doing, () =>
    withEngineDeadline('read', doing, signal, (abortSignal) =>
      engine.getContainer(id).exec({
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: true,
        Cmd: [...words],
        Env: ['TERM=xterm-256color', ...environment],
        ...(user === '' ? {} : { User: user }),
        ConsoleSize: [size.rows, size.columns],
        abortSignal,
      }),
    ),
  );
  const stream = await attempt(doing, () =>
    withEngineDeadline('read', doing, signal, (until) => startUntil(exec, until)),
  );
  return { exec, stream };
}

function shellOf(exec: Docker.Exec, stream: Duplex, hangUpShell: () => Promise<void>): Shell {
  const ended = new Promise<void>((resolve) => {
    stream.once('close', resolve);
    stream.once('end', resolve);
  });
  return {
    stream,
    async resize(columns, rows) {
      // An exec that has just ended cannot be resized, and need not be.
      await untilDeadline('resize the terminal', () => exec.resize({ w: columns, h: rows }));
    },
    exit: ended.then(async () => {
      const state = await untilDeadline('ask how the shell has ended', () => exec.inspect());
      return state?.ExitCode ?? null;
    }),
    close() {
      if (stream.destroyed) return;
      // A shell that cannot be told is gone, or goes with its stream.
      hangUpShell()
        .catch(() => undefined)
        .finally(() => stream.destroy());
    },
  };
}

function shellMissing(said: string): SlipwayError {
  return new SlipwayError({
    code: 'shell-missing',
    message: `Could not ${doing}: its image has no shell.`,
    hint: 'Open a debug shell beside it, which brings one, or run a program that it has.',
    detail: said,
  });
}

function notStarted(said: string | undefined): SlipwayError {
  return new SlipwayError({
    code: 'engine-request-failed',
    message: `Could not ${doing}: ${said ?? 'the shell ended before it had begun'}`,
    hint: 'Check the user and the command.',
  });
}

/** Starts it; a stream that comes only after the signal has aborted is let go, for nobody waits for it. */
function startUntil(exec: Docker.Exec, signal: AbortSignal): Promise<Duplex> {
  const starting = exec.start({ hijack: true, stdin: true, Tty: true });
  starting.then(
    (stream) => signal.aborted && stream.destroy(),
    () => undefined,
  );
  return starting;
}

/** Asks for something that a shell which has just ended cannot answer: undefined then, and when it takes too long. */
function untilDeadline<T>(doing: string, work: () => Promise<T>): Promise<T | undefined> {
  return withEngineDeadline('read', doing, never, work).catch(() => undefined);
}

/**
 * Tells the shell that its terminal is gone, as the user that it runs as: another may not. A container that has stopped
 * meanwhile has no shell to tell.
 */
async function hangUp(engine: Docker, id: string, number: string, user: string): Promise<void> {
  await untilDeadline('end the shell', async () => {
    const exec = await engine.getContainer(id).exec({
      Cmd: ['/bin/sh', '-c', `kill -HUP ${number}`],
      ...(user === '' ? {} : { User: user }),
    });
    await exec.start({ Detach: true });
  });
}

/** Tells a program that has no shell beside it: by its number in the guest, from a container that sees all numbers. */
async function hangUpFromOutside(engine: Docker, exec: Docker.Exec): Promise<void> {
  const doing = 'end the program';
  const { name, labels, release } = nameHelper('kill');
  try {
    // A change: the image of tools may have to be loaded first.
    await withEngineDeadline('change', doing, never, async (abortSignal) => {
      const { Running, Pid } = await exec.inspect();
      if (!Running || !(Pid > 0)) return;
      const options = {
        name,
        Image: toolsImage,
        Cmd: ['kill', '-HUP', String(Pid)],
        HostConfig: { PidMode: 'host', NetworkMode: 'none', AutoRemove: true },
        Labels: labels,
      };
      const make = (until: AbortSignal) => engine.createContainer({ ...options, abortSignal: until });
      const create = () => attempt(doing, () => withEngineDeadline('change', doing, never, make));
      const killer = await createUntil(engine, abortSignal, () =>
        withHelperImage(engine, abortSignal, create),
      );
      await killer.start({ abortSignal }).catch(async (error: unknown) => {
        // What cannot be removed now is when the engine is back: sweep-helpers.ts.
        await removeHelper(engine, killer.id).catch(() => undefined);
        throw error;
      });
    });
  } finally {
    release();
  }
}

/**
 * The stream's first line without its end; what follows stays in the stream. What there was of it when the stream ends
 * before, undefined for nothing. Rejects with the signal's reason.
 */
async function readFirstLine(stream: Duplex, signal: AbortSignal): Promise<string | undefined> {
  let text = Buffer.alloc(0);
  return await new Promise((resolve, reject) => {
    const stopListening = () => {
      stream.off('data', read);
      stream.off('end', ended);
      stream.off('close', ended);
      stream.off('error', ended);
      signal.removeEventListener('abort', aborted);
    };
    const ended = () => {
      stopListening();
      resolve(text.toString('utf8').trim() || undefined);
    };
    const aborted = () => {
      stopListening();
      reject(signal.reason);
    };
    const read = (piece: Buffer) => {
      text = Buffer.concat([text, piece]);
      const end = text.indexOf('\n');
      if (end < 0) return;
      stream.pause();
      stopListening();
      resolve(text.subarray(0, end).toString('utf8').trim());
      const rest = text.subarray(end + 1);
      if (rest.length > 0) stream.unshift(rest);
    };
    stream.on('data', read);
    stream.once('end', ended);
    stream.once('close', ended);
    stream.once('error', ended);
    signal.addEventListener('abort', aborted, { once: true });
  });
}
