import type * as Files from 'node:fs/promises';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HomePaths } from '../home/paths.ts';
import { type HomeState, makeHome, readState, removeHome, writeState } from './fake-home.ts';
import { putBack } from './put-back.ts';
import { resetHome } from './reset.ts';
import { findSnapshot, listSnapshots } from './snapshot-store.ts';
import { recoverSnapshots } from './snapshots.ts';

/** The process is killed before its next step but so many; or the disk is full from there on, for what needs room. */
const fate = vi.hoisted(() => ({ steps: Number.POSITIVE_INFINITY, isFull: false }));

vi.mock('node:fs/promises', async (original) => {
  const files = await original<typeof Files>();
  const mortal =
    <Parameters extends unknown[], Result>(
      step: (...parameters: Parameters) => Promise<Result>,
      takesRoom = false,
    ) =>
    async (...parameters: Parameters): Promise<Result> => {
      const isWrite = takesRoom && parameters[1] !== 'r';
      if (fate.isFull && isWrite)
        throw Object.assign(new Error('no room'), { code: 'ENOSPC', syscall: 'open' });
      fate.steps -= 1;
      if (fate.steps < 0) throw new Error('killed');
      return step(...parameters);
    };
  const { mkdir, rename, rm, open } = files;
  return {
    ...files,
    ...{ mkdir: mortal(mkdir, true), rename: mortal(rename), rm: mortal(rm), open: mortal(open, true) },
  };
});

/** Each of a hundred homes is made, killed, mended and removed, and its files are synced each time. In milliseconds. */
const manyKillsMs = 60_000;

const before: HomeState = { disk: 'disk', memory: 'memory', images: 'a' };
const now = () => Date.UTC(2026, 0, 1);
const name = 'before-reset-2026-01-01-000000';

let paths: HomePaths;

/** What a reset makes new, as a home has it that was used. */
const renewed = () => [
  paths.settings,
  paths.clientKey,
  paths.authorityCertificate,
  paths.template.memory,
  join(paths.dockerConfig, 'config.json'),
  paths.supervisorLog,
];

async function fill(): Promise<void> {
  await writeState(paths, before);
  await import('node:fs/promises').then(({ mkdir }) => mkdir(paths.dockerConfig, { recursive: true }));
  for (const path of [...renewed(), `${paths.settings}.damaged-then`]) await writeFile(path, 'used');
}

const left = async () => {
  const found = await Promise.all(renewed().map((path) => readFile(path, 'utf8').catch(() => null)));
  return found.filter((text) => text !== null).length;
};

beforeEach(async () => {
  paths = await makeHome();
  await fill();
});
afterEach(async () => {
  Object.assign(fate, { steps: Number.POSITIVE_INFINITY, isFull: false });
  await removeHome(paths);
});

const restore = async (snapshot: string) =>
  putBack(paths, snapshot, await findSnapshot(paths, snapshot), true, null, {
    ...{ convert: undefined, progress: () => undefined, signal: new AbortController().signal },
  });

describe('a reset', () => {
  it('leaves a new home and the way back, disk and memory', async () => {
    expect(await resetHome(paths, { keepData: false, now })).toBe(name);
    expect(await readState(paths)).toBeNull();
    expect(await readdir(paths.disks)).toEqual([]);
    expect(await left()).toBe(0);
    expect((await readdir(paths.home)).filter((one) => one.includes('.json'))).toEqual([]);
    expect(await listSnapshots(paths)).toMatchObject([{ name, reason: 'before-reset', memory: true }]);
    await restore(name);
    expect(await readState(paths)).toEqual(before);
  });

  it('that keeps the data keeps the disk as it is, and makes the rest new', async () => {
    expect(await resetHome(paths, { keepData: true, now })).toBeNull();
    expect(await readState(paths)).toEqual({ ...before, memory: null });
    expect(await left()).toBe(0);
    expect(await listSnapshots(paths)).toEqual([]);
  });

  it('keeps what its user has said of folders, engines and Compose files of this computer', async () => {
    const stays = [paths.shares, paths.engines, paths.composeProjects];
    for (const path of stays) await writeFile(path, 'said');
    await resetHome(paths, { keepData: false, now });
    for (const path of stays) expect(await readFile(path, 'utf8')).toBe('said');
  });

  it('removes further VMs, unless the data is kept', async () => {
    const { mkdir } = await import('node:fs/promises');
    await mkdir(join(paths.nodes, 'node-2'), { recursive: true });
    await resetHome(paths, { keepData: true, now });
    expect(await readdir(paths.nodes)).toEqual(['node-2']);
    await resetHome(paths, { keepData: false, now });
    await expect(readdir(paths.nodes)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('of a home that holds nothing, and a second one at once, have no way back to leave', async () => {
    await resetHome(paths, { keepData: false, now });
    expect(await resetHome(paths, { keepData: false, now })).toBeNull();
    expect(await listSnapshots(paths)).toHaveLength(1);
  });

  it('takes another name for the way back when there is one of that name', async () => {
    await resetHome(paths, { keepData: false, now });
    await fill();
    expect(await resetHome(paths, { keepData: false, now })).toBe(`${name}-2`);
  });

  it('loses nothing on a full disk, and says what to do', async () => {
    fate.isFull = true;
    await expect(resetHome(paths, { keepData: false, now })).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('nothing is lost'),
      hint: expect.stringContaining('Free some space'),
    });
    fate.isFull = false;
    await recoverSnapshots(paths);
    expect(await readState(paths)).toEqual(before);
    expect(await left()).toBe(renewed().length);
  });

  it.each([false, true])(
    'killed at any step is not begun or finished by the next host (data kept: %s)',
    async (keepData) => {
      const outcomes = new Set<string>();
      for (let steps = 0; !outcomes.has('all'); steps += 1) {
        fate.steps = steps;
        const whole = await resetHome(paths, { keepData, now }).then(
          () => true,
          () => false,
        );
        // The host after it is killed too, somewhere on its way; the one after that is not.
        fate.steps = steps % 7;
        await recoverSnapshots(paths).catch(() => undefined);
        fate.steps = Number.POSITIVE_INFINITY;
        await recoverSnapshots(paths);

        const state = await readState(paths);
        const isNew = (await left()) === 0;
        const expected = keepData ? { ...before, memory: null } : null;
        expect(state, `after ${steps} steps`).toEqual(isNew ? expected : before);
        expect(await left()).toBe(isNew ? 0 : renewed().length);
        expect(await readdir(paths.snapshots)).toEqual(isNew && !keepData ? [name] : []);
        if (whole) expect(isNew).toBe(true);
        outcomes.add(whole ? 'all' : isNew ? 'finished' : 'not begun');
        // A way back is whole or is none: now and then is enough.
        if (isNew && !keepData && steps % 4 === 0) {
          await restore(name);
          expect(await readState(paths)).toEqual(before);
        }
        await removeHome(paths);
        paths = await makeHome();
        await fill();
      }
      expect(outcomes).toEqual(new Set(['not begun', 'finished', 'all']));
    },
    manyKillsMs,
  );
});
