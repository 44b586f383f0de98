import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Duplex } from 'node:stream';
import { streamBufferBytes } from '../util/stream-buffer.ts';

/** Most that is kept of what a program says beside its output: its last bytes. */
const mostSaidBytes = 8_192;

/** How long what it says may come after it has ended, in milliseconds: another process may hold its end of that. */
const lastWordsMs = 200;

/**
 * A program's standard input and output as one stream, each direction to be ended on its own. One that ends in failure ends the
 * stream with what `explain` makes of its standard error and exit code, one that cannot be started with what `missing` does.
 */
export function programStream(
  child: ChildProcessWithoutNullStreams,
  explain: (said: string, code: number | null) => Error,
  missing: (cause: Error) => Error,
): Duplex {
  let said = '';
  let isOutputOver = false;
  let exit: { readonly code: number | null } | undefined;
  const stream = new Duplex({
    allowHalfOpen: true,
    highWaterMark: streamBufferBytes,
    read: () => void child.stdout.resume(),
    // One that no longer reads has ended or will: why, its exit tells.
    write: (chunk: Buffer, _, done) => void child.stdin.write(chunk, () => done()),
    final: (done) => void child.stdin.end(() => done()),
    destroy(error, done) {
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
      child.kill();
      done(error);
    },
  });
  const settle = () => {
    if (exit === undefined || !isOutputOver) return;
    const { code } = exit;
    if (code === 0) stream.push(null);
    else setTimeout(() => stream.destroy(explain(said, code)), lastWordsMs);
  };
  child.stdin.on('error', () => undefined);
  child.stderr.on('error', () => undefined);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-mostSaidBytes);
  });
  child.stdout.on('error', () => undefined);
  child.stdout.on('data', (chunk: Buffer) => {
    if (!stream.push(chunk)) child.stdout.pause();
  });
  child.stdout.once('end', () => {
    isOutputOver = true;
    settle();
  });
  child.once('error', (error) => stream.destroy(missing(error)));
  child.once('exit', (code) => {
    exit = { code };
    settle();
  });
  return stream;
}
