import { type Relay, startRelay } from '../forward/relay.ts';
import type { Dialer } from './dialer.ts';

/** A socket of this computer that leads to an engine elsewhere, and why it does not. */
export interface EngineRelay extends Relay {
  /** Why the last connection did not come about; undefined once one has. */
  failure(): unknown;
}

/**
 * Listens at `path` (0600): whatever takes the path of a socket works on that engine. A connection that does not come about is
 * closed, as by an engine that is not there. Closing it leaves the dialer to its owner.
 */
export async function relayEngine(path: string, dialer: Dialer): Promise<EngineRelay> {
  let failure: unknown;
  const relay = await startRelay(path, async (signal) => {
    try {
      const stream = await dialer.connect(signal);
      failure = undefined;
      return stream;
    } catch (error) {
      if (!signal.aborted) failure = error;
      throw error;
    }
  });
  return { ...relay, failure: () => failure };
}
