import { rm, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { stampDisk } from './disk-stamp.ts';
import type { Driver } from './driver.ts';
import { fakeFingerprint } from './fakes/fake-machine.ts';
import { fakeWorld } from './fakes/fake-world.ts';
import type { Fingerprint } from './memory/fingerprint.ts';
import { type MemoryImagePaths, seal, unfinished } from './memory/memory-image.ts';
import { planStart } from './start-plan.ts';

const world = fakeWorld();
const { signal } = new AbortController();

/** A driver of which nothing but the fingerprint is asked. */
function driverOf(fingerprint: Fingerprint): Driver {
  const unasked = () => Promise.reject(new Error('not to be asked'));
  return {
    ...{
      prepare: unasked,
      launch: unasked,
      resume: unasked,
      adopt: unasked,
      endLeft: () => Promise.reject(new Error('nothing is to be ended')),
      verdicts: unasked,
    },
    sharing: { offer: unasked, lost: unasked },
    fingerprint: async () => fingerprint,
  };
}

async function keep(which: 'asleep' | 'template', fingerprint = fakeFingerprint): Promise<void> {
  const { paths } = world;
  const image: MemoryImagePaths = paths[which];
  await writeFile(unfinished(image), 'memory');
  const disk = which === 'asleep' ? { path: paths.dataDisk, stamp: await stampDisk(paths.dataDisk) } : null;
  const what = { format: 'mapped', fingerprint, savedAt: 1 } as const;
  const sealed = await seal(image, what, disk, { findData: async () => null }, signal);
  await sealed.commit();
}

async function plan({ fromScratch = false, present = fakeFingerprint } = {}) {
  const specification = { cpus: 2, memoryMiB: 512, accelerator: 'auto', shares: [] } as const;
  const found = await planStart(world.paths, driverOf(present), specification, fromScratch);
  return { ...found, plans: found.plans.map(({ kind }) => kind) };
}

async function makeDisk(): Promise<void> {
  await writeFile(world.paths.dataDisk, '');
  await truncate(world.paths.dataDisk, 1024 * 1024);
}

describe('the plan of a start', () => {
  it('is a boot from the kernel on when nothing was saved', async () => {
    await makeDisk();
    expect(await plan()).toEqual({ plans: ['cold'], refused: null, staleTemplate: false });
  });

  it('tries the sleeping VM, then the template, then a boot', async () => {
    await makeDisk();
    await keep('template');
    expect(await plan()).toMatchObject({ plans: ['template', 'cold'], refused: null });
    await keep('asleep');
    expect(await plan()).toEqual({
      ...{ plans: ['resume', 'template', 'cold'], refused: null, staleTemplate: false },
    });
  });

  it('uses nothing of what was saved when that is wanted', async () => {
    await makeDisk();
    await keep('template');
    await keep('asleep');
    expect(await plan({ fromScratch: true })).toMatchObject({ plans: ['cold'], refused: null });
  });

  it('leaves a sleeping VM whose disk was used since, with the reason, and keeps the template', async () => {
    await makeDisk();
    await keep('template');
    await keep('asleep');
    await stampDisk(world.paths.dataDisk);
    expect(await plan()).toEqual({
      plans: ['template', 'cold'],
      refused: 'it belongs to generation 1 of the data disk, which has been used since',
      staleTemplate: false,
    });
  });

  it('leaves both for another VM, and says that the template is of no use any more', async () => {
    await makeDisk();
    await keep('template');
    await keep('asleep');
    expect(await plan({ present: { ...fakeFingerprint, memoryMiB: 1024 } })).toEqual({
      plans: ['cold'],
      refused: 'it was saved with 512 MiB of memory, the VM has 1024 MiB of memory now',
      staleTemplate: true,
    });
  });

  it.each([true, false])(
    'does not pass over a damaged list of what was saved (template: %s)',
    async (template) => {
      await makeDisk();
      if (template) await keep('template');
      await keep('asleep');
      await writeFile(world.paths.asleep.manifest, '{"version":1');
      expect(await plan()).toMatchObject({
        plans: template ? ['template', 'cold'] : ['cold'],
        refused: 'the list of what was saved is damaged',
      });
    },
  );

  it('does not use a template whose file is gone', async () => {
    await makeDisk();
    await keep('template');
    await rm(world.paths.template.memory);
    expect(await plan()).toEqual({ plans: ['cold'], refused: null, staleTemplate: true });
  });
});
