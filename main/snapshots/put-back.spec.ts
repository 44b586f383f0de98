import type * as Files from 'node:fs/promises';
import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HomePaths } from '../home/paths.ts';
import { type HomeState, makeHome, readState, removeHome, writeState } from './fake-home.ts';
import { putBack, setAside, type WayBack } from './put-back.ts';
import { findSnapshot, listSnapshots } from './snapshot-store.ts';
import { recoverSnapshots } from './snapshots.ts';
import { takeAtRest } from './take.ts';

/** The process is killed before its next step but so many; nothing that it does afterwards happens. */
const fate = vi.hoisted(() => ({ steps: Number.POSITIVE_INFINITY }));

vi.mock('node:fs/promises', async (original) => {
  const files = await original<typeof Files>();
  const mortal =
    <Parameters extends unknown[], Result>(step: (...parameters: Parameters) => Promise<Result>) =>
    async (...parameters: Parameters): Promise<Result> => {
      fate.steps -= 1;
      if (fate.steps < 0) throw new Error('killed');
      return step(...parameters);
    };
  const { mkdir, rename, rm, link, copyFile, open } = files;
  return {
    ...files,
    ...{ mkdir: mortal(mkdir), rename: mortal(rename), rm: mortal(rm) },
    ...{ link: mortal(link), copyFile: mortal(copyFile), open: mortal(open) },
  };
});

const copying = { convert: undefined, progress: () => undefined, signal: new AbortController().signal };
const earlier: HomeState = { disk: 'earlier', memory: 'memory of earlier', images: 'a' };
const later: HomeState = { disk: 'later', memory: 'memory of later', images: null };

let paths: HomePaths;

beforeEach(async () => {
  paths = await makeHome();
  await writeState(paths, earlier);
  await takeAtRest({ ...copying, paths, name: 'kept', reason: 'asked', createdAt: 1 });
  await writeState(paths, later);
});

afterEach(async () => {
  fate.steps = Number.POSITIVE_INFINITY;
  await removeHome(paths);
});

const back: NonNullable<WayBack> = { name: 'back', reason: 'before-restore', createdAt: 2 };
const restore = async (name = 'kept', withMemory = true, way: WayBack = back) =>
  putBack(paths, name, await findSnapshot(paths, name), withMemory, way, copying);

const names = async () => (await listSnapshots(paths)).map(({ name }) => name);

describe('a restore', () => {
  it('puts disk and memory in place, as often as wanted', async () => {
    await restore();
    expect(await readState(paths)).toEqual(earlier);
    await writeState(paths, later);
    await restore('kept', true, { ...back, name: 'again', createdAt: 3 });
    expect(await readState(paths)).toEqual(earlier);
    expect(await names()).toEqual(['again', 'back', 'kept']);
  });

  it('leaves the way back, which leads back', async () => {
    await restore();
    expect(await findSnapshot(paths, 'back')).toMatchObject({ reason: 'before-restore', memory: true });
    await restore('back', true, null);
    expect(await readState(paths)).toEqual(later);
  });

  it('without the memory leaves none, not even that of before', async () => {
    await restore('kept', false);
    expect(await readState(paths)).toEqual({ ...earlier, memory: null });
  });

  it('that is given up changes nothing', async () => {
    const record = await findSnapshot(paths, 'kept');
    const given = { ...copying, signal: AbortSignal.abort(new Error('given up')) };
    await expect(putBack(paths, 'kept', record, true, back, given)).rejects.toThrow('given up');
    expect(await readState(paths)).toEqual(later);
    expect(await readdir(paths.snapshots)).toEqual(['kept']);
  });

  it('killed at any step is undone or finished by the next host', async () => {
    const outcomes: string[] = [];
    for (let steps = 0; outcomes.at(-1) !== 'all'; steps += 1) {
      fate.steps = steps;
      const whole = await restore().then(
        () => true,
        () => false,
      );
      // The host after it is killed too, somewhere on its way; the one after that is not.
      fate.steps = steps % 7;
      await recoverSnapshots(paths).catch(() => undefined);
      fate.steps = Number.POSITIVE_INFINITY;
      await recoverSnapshots(paths);

      const state = await readState(paths);
      const came = state?.disk === 'earlier';
      expect(state, `after ${steps} steps`).toEqual(came ? earlier : later);
      expect(await readdir(paths.snapshots)).toEqual(came ? ['back', 'kept'] : ['kept']);
      if (whole) expect(came).toBe(true);
      outcomes.push(whole ? 'all' : came ? 'finished' : 'undone');
      if (came) {
        await restore('back', true, null);
        await (await import('node:fs/promises')).rm(`${paths.snapshots}/back`, { recursive: true });
      }
      expect(await readState(paths)).toEqual(later);
    }
    expect(new Set(outcomes)).toEqual(new Set(['undone', 'finished', 'all']));
    expect(outcomes.length).toBeGreaterThan(20);
    // Hundreds of files are written through to a disk that may be busy.
  }, 60_000);
});

describe('setting aside', () => {
  it('leaves nothing in place, and the way back', async () => {
    await setAside(paths, { ...back, reason: 'before-reset' });
    expect(await readState(paths)).toBeNull();
    expect(await readdir(paths.disks)).toEqual([]);
    await restore('back', true, null);
    expect(await readState(paths)).toEqual(later);
  });
});
