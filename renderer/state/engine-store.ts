import { create } from 'zustand';
import type { Container } from '../../main/contract/engine/containers.ts';
import type { Image } from '../../main/contract/engine/images.ts';
import type { Network } from '../../main/contract/engine/networks.ts';
import type { Swarm } from '../../main/contract/engine/swarm-lists.ts';
import { type EngineTopic, engineTopics } from '../../main/contract/engine/topics.ts';
import type { Volume } from '../../main/contract/engine/volumes.ts';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import { isStandingStill } from '../../main/contract/status.ts';
import { call, listen } from '../bridge.ts';
import { keepSame } from './keep-same.ts';
import { createRefresher, type Refresher } from './refresher.ts';
import { noteSince } from './since-store.ts';
import { isRunning, useStatus } from './status-store.ts';

/** A list of the engine, as far as it is known. */
export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly items: readonly T[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What each list holds. */
interface ItemOf {
  readonly containers: Container;
  readonly images: Image;
  readonly volumes: Volume;
  readonly networks: Network;
  /** One. */
  readonly swarm: Swarm;
}

/** The lists of the engine. */
export type EngineStore = { readonly [Topic in EngineTopic]: Loaded<ItemOf[Topic]> };

const fetches: { readonly [Topic in EngineTopic]: () => Promise<readonly ItemOf[Topic][]> } = {
  containers: async () => {
    const items = await call('containers.list', {});
    noteSince(items, Date.now());
    return items;
  },
  images: () => call('images.list', {}),
  volumes: () => call('volumes.list', {}),
  networks: () => call('networks.list', {}),
  swarm: async () => [await call('swarm.read', {})],
};

type Item = ItemOf[EngineTopic];

const idOf = (item: Item) => ('id' in item ? item.id : 'name' in item ? item.name : '');

const unknown: EngineStore = {
  containers: { kind: 'loading' },
  images: { kind: 'loading' },
  volumes: { kind: 'loading' },
  networks: { kind: 'loading' },
  swarm: { kind: 'loading' },
};

/** The lists of the engine. They are forgotten when the engine goes away, and kept while it only stands still. */
export const useEngine = create<EngineStore>(() => unknown);

const refreshers = new Map<EngineTopic, Refresher>(
  engineTopics.map((topic) => [
    topic,
    createRefresher(async () => {
      const list = await load<Item>(fetches[topic]);
      if (list === undefined) return;
      useEngine.setState((store) => take(topic, store[topic], list));
      if (list.kind === 'failed') throw new Error(list.failure.message);
    }),
  ]),
);

/** Begins to follow the engine's lists. Call once. */
export function followEngine(): void {
  listen('engine.changed', ({ topics }) => {
    for (const topic of topics) refreshers.get(topic)?.invalidate();
  });
  let running = false;
  let isKnown = false;
  const look = () => {
    const state = useStatus.getState();
    const now = isRunning(state);
    if (now !== running) {
      running = now;
      if (running) {
        isKnown = true;
        refresh();
      } else for (const refresher of refreshers.values()) refresher.cancel();
    }
    if (running || !isKnown || (state.status !== null && isStandingStill(state.status))) return;
    isKnown = false;
    useEngine.setState(unknown);
  };
  useStatus.subscribe(look);
  look();
}

/** Fetches one list again: what was just done to it may not have been announced. */
export function refreshList(topic: EngineTopic): void {
  refreshers.get(topic)?.invalidate();
}

/** Fetches every list again. */
export function refresh(): void {
  for (const refresher of refreshers.values()) refresher.invalidate();
}

/** The new list in the place of the old one; nothing when they are the same. */
function take(topic: EngineTopic, before: Loaded<Item>, after: Loaded<Item>): Partial<EngineStore> {
  if (before.kind !== 'loaded' || after.kind !== 'loaded') return { [topic]: after };
  const items = keepSame(before.items, after.items, idOf);
  return items === before.items ? {} : { [topic]: { kind: 'loaded', items } };
}

/** The list, or why it could not be had; undefined when it came too late: the engine has gone away meanwhile. */
async function load<T>(fetch: () => Promise<readonly T[]>): Promise<Loaded<T> | undefined> {
  try {
    const items = await fetch();
    return isRunning(useStatus.getState()) ? { kind: 'loaded', items } : undefined;
  } catch (error) {
    return isRunning(useStatus.getState()) ? { kind: 'failed', failure: toFailure(error) } : undefined;
  }
}
