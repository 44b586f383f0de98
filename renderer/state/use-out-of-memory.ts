import { useEffect } from 'react';
import type { Container } from '../../main/contract/engine/containers.ts';
import { wasKilled } from '../text/container-status.ts';
import { askOutOfMemory, isKnownOutOfMemory, useEnds } from './out-of-memory.ts';
import { useSince } from './since-store.ts';

/**
 * Whether a container has ended for want of memory. The list does not say it: the engine is asked where its end leaves it open,
 * once for each end, since a row comes and goes with each scroll.
 */
export function useOutOfMemory(container: Container): boolean {
  const { id } = container;
  const since = useSince((store) => store[id]?.at ?? null);
  const endedAt = wasKilled(container) ? since : null;
  useEffect(() => {
    if (endedAt !== null) void askOutOfMemory(id, endedAt);
  }, [id, endedAt]);
  return useEnds((ends) => endedAt !== null && isKnownOutOfMemory(ends, id, endedAt));
}
