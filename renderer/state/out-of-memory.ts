import { create } from 'zustand';
import { call } from '../bridge.ts';

/** How a container ended at that time, in milliseconds since 1970 as the list's words have it. */
interface End {
  readonly endedAt: number;
  readonly isOutOfMemory: boolean;
}

/** Most ends that are remembered; those that were asked about first go first. */
const mostEnds = 1_000;

/** What is known of ends. */
interface Ends {
  readonly ends: ReadonlyMap<string, End>;
}

/** Whether containers ended for want of memory, by their ids, as far as the engine was asked. */
export const useEnds = create<Ends>(() => ({ ends: new Map() }));

/** Whether a container that ended then is known to have been out of memory. */
export function isKnownOutOfMemory({ ends }: Ends, id: string, endedAt: number): boolean {
  const end = ends.get(id);
  return end?.endedAt === endedAt && end.isOutOfMemory;
}

const asking = new Set<string>();

/** Asks the engine, unless it has told of this end already or is about to. Never rejects. */
export async function askOutOfMemory(id: string, endedAt: number): Promise<void> {
  const key = `${id} ${endedAt}`;
  if (useEnds.getState().ends.get(id)?.endedAt === endedAt || asking.has(key)) return;
  asking.add(key);
  try {
    const { ended } = await call('container.inspect', { id });
    const ends = new Map(useEnds.getState().ends);
    ends.delete(id);
    ends.set(id, { endedAt, isOutOfMemory: ended?.outOfMemory ?? false });
    for (const first of ends.keys()) if (ends.size > mostEnds) ends.delete(first);
    useEnds.setState({ ends });
  } catch {
    // It may have gone meanwhile. Then there is nothing to be told of it.
  } finally {
    asking.delete(key);
  }
}
