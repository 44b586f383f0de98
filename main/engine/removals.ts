import type { EngineMessage } from './engine-message.ts';
import { followEvents } from './follow-events.ts';

/** Container `destroy` is asked for with the others and not heeded: one that is removed leaves little. */
const filters = { type: ['container', 'image', 'volume', 'builder'], event: ['prune', 'delete', 'destroy'] };

/** Whether an event of the engine says that something large may have been removed. */
export function isRemoval({ Type, Action }: EngineMessage): boolean {
  return Action === 'prune' || (Type !== 'container' && (Action === 'delete' || Action === 'destroy'));
}

/** Hears of prunes and of images and volumes that are removed, until the signal aborts. Never rejects. */
export function followRemovals(
  socketPath: string,
  onRemoval: () => void,
  signal: AbortSignal,
): Promise<void> {
  return followEvents(socketPath, filters, (event) => isRemoval(event) && onRemoval(), signal);
}
