import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { streamBufferBytes } from './stream-buffer.ts';
import { delay } from './wait.ts';

/** The wait before the next try, and the longest: a listener takes thousands of connections a second. In milliseconds. */
const firstPauseMs = 2;
const longestPauseMs = 50;

/**
 * Connects to a unix socket, each direction to be ended on its own. A listener with a short queue (QEMU's has room for
 * one) turns away who comes while it is full, which on a TCP socket would only be a wait: so is it here, until the signal
 * aborts. Rejects with its reason, or with the system's error.
 */
export async function connectPatiently(path: string, signal: AbortSignal): Promise<Duplex> {
  for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
    signal.throwIfAborted();
    const outcome = await tryConnect(path);
    if (outcome instanceof Socket) return outcome;
    if (outcome.code !== 'EAGAIN') throw outcome;
    await delay(pause, signal);
  }
}

function tryConnect(path: string): Promise<Socket | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    const options = { allowHalfOpen: true, highWaterMark: streamBufferBytes };
    const socket = new Socket(options);
    const fail = (error: NodeJS.ErrnoException) => resolve(error);
    socket.once('error', fail);
    socket.connect(path, () => {
      socket.off('error', fail);
      resolve(socket);
    });
  });
}
