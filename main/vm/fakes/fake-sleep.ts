import { readdir } from 'node:fs/promises';
import { expect } from 'vitest';
import { abortAfter, poll } from '../../util/wait.ts';
import { readDiskStamp } from '../disk-stamp.ts';
import { findMemoryImage, isMemoryKept } from '../memory/memory-image.ts';
import type { FakeWorld, Supervised } from './fake-world.ts';

/** What the specs of sleeping and waking ask of a world. */
export interface SleepingWorld {
  /** A VM that sleeps; the states begin anew. */
  asleep(): Promise<Supervised>;
  /** Whether memory is kept that a VM could wake from. */
  isKept(): Promise<boolean>;
  /** Resolves when it is not. */
  untilGone(): Promise<unknown>;
  /** What is there of saved memory, by name. */
  files(): Promise<readonly string[]>;
  /** The rule of safety: a guest that runs is over a disk that no saved memory belongs to. */
  expectSafe(): Promise<void>;
}

/** Far longer than anything takes, and shorter than a test may. */
export const signal = () => abortAfter(8_000);

/** Looks at a world that sleeps. */
export function sleepingWorld(world: FakeWorld): SleepingWorld {
  const isKept = () => isMemoryKept(world.paths.asleep);
  return {
    async asleep() {
      const supervised = await world.supervise();
      await supervised.supervisor.start();
      await supervised.supervisor.sleep();
      await supervised.until('sleeping');
      supervised.states.length = 0;
      return supervised;
    },
    isKept,
    untilGone: () => poll(2, signal(), async () => ((await isKept()) ? undefined : true)),
    files: async () =>
      (await readdir(world.paths.disks)).filter((name) => name.startsWith('asleep')).toSorted(),
    async expectSafe() {
      const image = await findMemoryImage(world.paths.asleep);
      const running = world.living().some((machine) => !machine.halted);
      if (image !== undefined && running)
        expect((await readDiskStamp(world.paths.dataDisk))?.id).not.toBe(image.disk?.id);
    },
  };
}
