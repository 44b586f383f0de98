import type { Duplex } from 'node:stream';
import { type Relay, startRelay } from '../forward/relay.ts';
import type { Dialer } from './dialer.ts';
import { EndpointError } from './endpoint-error.ts';
import { socketFailure } from './socket-failure.ts';

/** A socket of this computer that leads to an engine elsewhere, and why it does not. */
export interface EngineRelay extends Relay {
  /** Why the last connection that failed did; undefined once a later one has brought an answer. */
  failure(): unknown;
}

/**
 * Listens at `path` (0600): whatever takes the path of a socket works on the engine, which is at `where` as people write it. A
 * connection that does not come about is closed, as by an engine that is not there. Closing it leaves the dialer to its owner.
 */
export async function relayEngine(path: string, dialer: Dialer, where: string): Promise<EngineRelay> {
  let failure: unknown;
  /** Those that were made since. That they stand says little: ssh may still log in, a certificate may yet be refused. */
  const later = new Set<Duplex>();
  const fail = (error: unknown) => {
    failure = error;
    later.clear();
  };
  const follow = (stream: Duplex, left: AbortSignal) => {
    later.add(stream);
    stream.once('error', (error) => {
      if (left.aborted) return;
      if (error instanceof EndpointError || !stream.readableDidRead) fail(socketFailure(where, error));
    });
    stream.once('close', () => {
      if (later.delete(stream) && stream.readableDidRead) failure = undefined;
    });
  };
  const relay = await startRelay(path, async (left) => {
    try {
      const stream = await dialer.connect(left);
      follow(stream, left);
      return stream;
    } catch (error) {
      if (!left.aborted) fail(error);
      throw error;
    }
  });
  return {
    ...relay,
    failure() {
      if ([...later].some(({ readableDidRead }) => readableDidRead)) failure = undefined;
      return failure;
    },
  };
}
