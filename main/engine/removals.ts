import { z } from 'zod';
import { followEvents } from './follow-events.ts';

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
export function followRemovals(
  socketPath: string,
  onRemoval: () => void,
  signal: AbortSignal,
): Promise<void> {
  return followEvents(socketPath, filters, (line) => isRemoval(line) && onRemoval(), signal);
}
