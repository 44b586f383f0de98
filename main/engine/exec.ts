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

/** Longest wait for the shell's first line, in milliseconds: starting a program in an emulated guest takes 1-3 s. */
const firstLineDeadlineMs = 30_000;

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
    withEngineDeadline('read', doing, signal, () => exec.start({ hijack: true, stdin: true, Tty: true })),
  );
  const number = await readFirstLine(stream, signal);
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
      await exec.resize({ w: columns, h: rows }).catch(() => undefined);
    },
    exit: ended.then(async () => {
      const state = await exec.inspect().catch(() => undefined);
      return state?.ExitCode ?? null;
    }),
    close() {
      if (stream.destroyed) return;
      void hangUp(engine, id, number).finally(() => stream.destroy());
    },
  };
}

/** Tells the shell that its terminal is gone. A container that has stopped meanwhile has no shell to tell. */
async function hangUp(engine: Docker, id: string, number: string): Promise<void> {
  try {
    const exec = await engine.getContainer(id).exec({ Cmd: ['/bin/sh', '-c', `kill -HUP ${number}`] });
    await exec.start({ Detach: true });
  } catch {
    // Gone already.
  }
}

/** The stream's first line without its end; what follows stays in the stream. Undefined when it ends before. */
async function readFirstLine(stream: Duplex, signal: AbortSignal): Promise<string | undefined> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(firstLineDeadlineMs)]);
  let text = Buffer.alloc(0);
  return await new Promise((resolve) => {
    const done = (line: string | undefined) => {
      stream.off('data', read);
      stream.off('end', ended);
      stream.off('close', ended);
      stream.off('error', ended);
      deadline.removeEventListener('abort', ended);
      resolve(line);
    };
    const ended = () => done(text.toString('utf8').trim() || undefined);
    const read = (piece: Buffer) => {
      text = Buffer.concat([text, piece]);
      const end = text.indexOf('\n');
      if (end < 0) return;
      stream.pause();
      const rest = text.subarray(end + 1);
      done(text.subarray(0, end).toString('utf8').trim());
      if (rest.length > 0) stream.unshift(rest);
    };
    stream.on('data', read);
    stream.once('end', ended);
    stream.once('close', ended);
    stream.once('error', ended);
    deadline.addEventListener('abort', ended, { once: true });
  });
}
