import { type IncomingMessage, request } from 'node:http';
import { z } from 'zod';
import { linesOf } from '../util/lines-of.ts';
import { delay } from '../util/wait.ts';

/** Milliseconds before the first new try after the stream was lost; doubled up to the longest. */
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/** Container `destroy` is asked for with the others and not heeded: one that is removed leaves little. */
const filters = { type: ['container', 'image', 'volume', 'builder'], event: ['prune', 'delete', 'destroy'] };

const eventSchema = z.object({ Type: z.string(), Action: z.string() });

/** Whether an event of the engine says that something large may have been removed. A line that is not an event does not. */
export function isRemoval(line: string): boolean {
  try {
    const { Type, Action } = eventSchema.parse(JSON.parse(line));
    return Action === 'prune' || (Type !== 'container' && (Action === 'delete' || Action === 'destroy'));
  } catch {
    return false;
  }
}

/** Hears of prunes and of images and volumes that are removed, until the signal aborts. Never rejects. */
export async function followRemovals(
  socketPath: string,
  onRemoval: () => void,
  signal: AbortSignal,
): Promise<void> {
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    try {
      const stream = await openEvents(socketPath, signal);
      retryMs = firstRetryMs;
      for await (const line of linesOf(stream.setEncoding('utf8'))) if (isRemoval(line)) onRemoval();
    } catch {
      // A lost stream is not worth a word of its own: the status says when the engine is away.
    }
    await delay(retryMs, signal).catch(() => undefined);
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  }
}

function openEvents(socketPath: string, signal: AbortSignal): Promise<IncomingMessage> {
  const path = `/events?filters=${encodeURIComponent(JSON.stringify(filters))}`;
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, agent: false, signal, headers: { Host: 'docker' } }, resolve);
    asked.on('error', reject);
    asked.end();
  });
}
