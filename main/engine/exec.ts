import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { SlipwayError } from '../contract/errors.ts';
import type { Shell, TerminalSize } from '../util/shell.ts';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';

/**
 * Says the shell's number in the container first, on a line of its own, then becomes the best shell there is.
 * The number is needed to end the shell: an engine leaves it running when its connection goes (moby#9098).
 */
const startShell = 'echo $$; if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi';

/** Starts a shell in a running container. Rejects when the container does not run or has no shell. */
export async function openContainerShell(
  engine: Docker,
  id: string,
  size: TerminalSize,
  signal: AbortSignal,
): Promise<Shell> {
  const doing = 'open a terminal in the container';
  const exec = await attempt(doing, () =>
    withEngineDeadline('read', doing, signal, (abortSignal) =>
      engine.getContainer(id).exec({
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: true,
        Cmd: ['/bin/sh', '-c', startShell],
        Env: ['TERM=xterm-256color'],
        ConsoleSize: [size.rows, size.columns],
        abortSignal,
      }),
    ),
  );
  const stream: Duplex = await attempt(doing, () =>
    withEngineDeadline('read', doing, signal, (until) => startUntil(exec, until)),
  );
  const number = await withEngineDeadline('read', doing, signal, (until) =>
    readFirstLine(stream, until),
  ).catch((error: unknown) => {
    stream.destroy();
    throw error;
  });
  if (number === undefined || !/^\d+$/.test(number)) {
    stream.destroy();
    throw new SlipwayError({
      code: 'engine-request-failed',
      message: `Could not ${doing}: it has no shell that starts.`,
      hint: 'Images without /bin/sh can only be looked at from outside: try the guest’s terminal.',
      ...(number ? { detail: number } : {}),
    });
  }
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
      hangUp(engine, id, number)
        .catch(() => undefined)
        .finally(() => stream.destroy());
    },
  };
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
  return withEngineDeadline('read', doing, new AbortController().signal, work).catch(() => undefined);
}

/** Tells the shell that its terminal is gone. A container that has stopped meanwhile has no shell to tell. */
async function hangUp(engine: Docker, id: string, number: string): Promise<void> {
  await untilDeadline('end the shell', async () => {
    const exec = await engine.getContainer(id).exec({ Cmd: ['/bin/sh', '-c', `kill -HUP ${number}`] });
    await exec.start({ Detach: true });
  });
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
