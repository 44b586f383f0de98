import { useEffect, useMemo } from 'react';
import type { Swarm } from '../../../main/contract/engine/swarm-lists.ts';
import { refreshList, useEngine } from '../../state/engine-store.ts';
import { isMoving, type SwarmRows, swarmRows } from './swarm-rows.ts';

/** The Swarm as far as it is known; undefined until then. */
export function useSwarm(): Swarm | undefined {
  return useEngine(({ swarm }) => (swarm.kind === 'loaded' ? swarm.items[0] : undefined));
}

/** All that is shown of the Swarm; undefined where this engine is no manager. */
export function useSwarmRows(): SwarmRows | undefined {
  const swarm = useSwarm();
  return useMemo(() => (swarm?.kind === 'manager' ? swarmRows(swarm) : undefined), [swarm]);
}

/** Milliseconds between two looks at what is on its way: the first, and the longest when nothing comes of it. */
const firstLookMs = 500;
const longestLookMs = 5_000;

/** The same where all that happens is told, but that another client has left the Swarm or joined one. */
const restMs = 15_000;

/**
 * Looks again while one looks at a Swarm: a task that waits for its place, or changes on another node, is told by no event. The longer
 * nothing changes, the seldomer.
 */
export function useFollowSwarm(): void {
  const list = useEngine(({ swarm }) => swarm);
  useEffect(() => {
    if (list.kind === 'loading') return;
    // One that could not be read is looked at again: what was wrong is not told when it is over.
    const swarm = list.kind === 'loaded' ? list.items[0] : undefined;
    const isMany =
      swarm === undefined ||
      swarm.kind === 'preparing' ||
      swarm.kind === 'leaderless' ||
      (swarm.kind === 'manager' && swarm.nodes.length > 1);
    const moves = swarm !== undefined && isMoving(swarm);
    const longestMs = isMany || moves ? longestLookMs : restMs;
    // What has not changed is the same object: this begins anew only when something has.
    let waitMs = moves ? firstLookMs : longestMs;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      if (document.visibilityState === 'visible') refreshList('swarm');
      waitMs = Math.min(waitMs * 2, longestMs);
      timer = setTimeout(look, waitMs);
    };
    timer = setTimeout(look, waitMs);
    return () => clearTimeout(timer);
  }, [list]);
}
