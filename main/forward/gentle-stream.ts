import { Duplex } from 'node:stream';

/** How long the engine has to end its side after its client is gone, in milliseconds. An emulated guest may take a second. */
const leaveWithinMs = 3_000;

/**
 * Ends a stream to the engine whose client is gone: what is still said is heard by nobody, and the other side ends first.
 * A stream that is just closed while the guest still has something to say makes QEMU's network (libslirp of QEMU 11.1) look
 * at it without a pause, a whole processor, until the guest has given it up: 10 s, or the whole of the save before a sleep.
 */
export function endUpstream(upstream: Duplex): void {
  if (upstream.destroyed) return;
  const timer = setTimeout(() => upstream.destroy(), leaveWithinMs);
  // What waits to be left is no reason for a process to go on.
  timer.unref();
  upstream.once('close', () => clearTimeout(timer));
  upstream.unpipe();
  upstream.end();
  upstream.resume();
}

/**
 * A stream to the guest for those who destroy theirs when they are done, as Node's HTTP does: what becomes of the real one then is
 * {@link endUpstream}. It has the parts of a socket that are asked for, without effect: it is no connection of its own.
 */
export function gentleStream(upstream: Duplex): Duplex {
  const hear = (chunk: Buffer) => {
    if (!stream.push(chunk)) upstream.pause();
  };
  const stream = new Duplex({
    read: () => void upstream.resume(),
    write: (chunk: Buffer, _, done) => void upstream.write(chunk, (error) => done(error ?? null)),
    final: (done) => void upstream.end(done),
    destroy(error, done) {
      upstream.off('data', hear);
      endUpstream(upstream);
      done(error);
    },
  });
  upstream.on('data', hear);
  upstream.once('end', () => stream.push(null));
  upstream.on('error', (error) => stream.destroy(error));
  upstream.once('close', () => {
    if (!upstream.readableEnded) stream.destroy(closedEarly());
  });
  upstream.pause();
  return Object.assign(stream, {
    setTimeout: () => stream,
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
  });
}

/** As a socket has it whose other end was there and is not. */
function closedEarly(): Error {
  return Object.assign(new Error('the stream was closed'), { code: 'ECONNRESET' });
}
