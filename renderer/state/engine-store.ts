import { create } from 'zustand';
import type { Container } from '../../main/contract/engine/containers.ts';
import type { Image } from '../../main/contract/engine/images.ts';
import type { EngineTopic } from '../../main/contract/engine.ts';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import { call, listen } from '../bridge.ts';
import { createRefresher, type Refresher } from './refresher.ts';
import { isRunning, useStatus } from './status-store.ts';

/** A list of the engine, as far as it is known. */
export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly items: readonly T[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

interface EngineStore {
  readonly containers: Loaded<Container>;
  readonly images: Loaded<Image>;
}

/** The lists of the engine. They hold what was last heard while the engine is away. */
export const useEngine = create<EngineStore>(() => ({
  containers: { kind: 'loading' },
  images: { kind: 'loading' },
}));

const refreshers: Readonly<Record<EngineTopic, Refresher>> = {
  containers: createRefresher(async () => {
    const containers = await load(() => call('containers.list', {}));
    if (containers !== undefined) useEngine.setState({ containers });
  }),
  images: createRefresher(async () => {
    const images = await load(() => call('images.list', {}));
    if (images !== undefined) useEngine.setState({ images });
  }),
};

/** Begins to follow the engine's lists. Call once. */
export function followEngine(): void {
  listen('engine.changed', ({ topics }) => {
    for (const topic of topics) refreshers[topic].invalidate();
  });
  let running = false;
  const look = () => {
    const now = isRunning(useStatus.getState());
    if (now === running) return;
    running = now;
    if (running) refresh();
    else {
      for (const refresher of Object.values(refreshers)) refresher.cancel();
      useEngine.setState({ containers: { kind: 'loading' }, images: { kind: 'loading' } });
    }
  };
  useStatus.subscribe(look);
  look();
}

/** Fetches both lists again. */
export function refresh(): void {
  for (const refresher of Object.values(refreshers)) refresher.invalidate();
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
