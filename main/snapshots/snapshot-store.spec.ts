import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snapshotName } from '../contract/snapshots.ts';
import type { HomePaths } from '../home/paths.ts';
import { readDiskStamp } from '../vm/disk-stamp.ts';
import { makeHome, removeHome, writeState } from './fake-home.ts';
import {
  automaticName,
  checkIsFree,
  deleteSnapshot,
  describeSnapshots,
  findSnapshot,
  listSnapshots,
  removeOldAutomatic,
} from './snapshot-store.ts';
import { recoverSnapshots } from './snapshots.ts';
import { takeAtRest } from './take.ts';

let paths: HomePaths;

beforeEach(async () => {
  paths = await makeHome();
});

afterEach(() => removeHome(paths));

const state = { disk: 'disk', memory: 'memory', images: null };
const copying = { convert: undefined, progress: () => undefined, signal: new AbortController().signal };
const take = (name: string, createdAt = 1, reason: 'asked' | 'before-upgrade' = 'asked', small = false) =>
  takeAtRest({ ...copying, paths, name, reason, createdAt }, small);

describe('names', () => {
  it.each(['a', 'before-migration', '2026.11_b', '_x', 'A'.repeat(64)])('%s is taken', (name) => {
    expect(snapshotName.safeParse(name).success).toBe(true);
  });
  it.each(['', '.', '..', '.hidden', '-f', 'a/b', 'a\\b', 'a b', 'ä', 'a.', 'a\n', 'A'.repeat(65)])(
    '%j is refused',
    (name) => {
      expect(snapshotName.safeParse(name).success).toBe(false);
    },
  );
  it('that are made are taken', () => {
    const name = automaticName('before-upgrade', Date.UTC(2026, 0, 2, 3, 4, 5));
    expect(name).toBe('before-upgrade-2026-01-02-030405');
    expect(snapshotName.safeParse(name).success).toBe(true);
  });
});

describe('a snapshot', () => {
  it('is listed with the space that it really takes, the newest first', async () => {
    await writeState(paths, state);
    await take('first', 1);
    await take('second', 2);
    const { snapshots, present } = await describeSnapshots(paths);
    expect(snapshots).toMatchObject([
      { name: 'second', createdAt: 2, reason: 'asked', memory: true },
      { name: 'first', createdAt: 1 },
    ]);
    const { blocks } = await stat(join(paths.snapshots, 'first', 'disk.img'));
    // The disk of three megabytes is nearly all hole.
    expect(snapshots[1]?.bytes).toBeGreaterThanOrEqual(blocks * 512);
    expect(snapshots[1]?.bytes).toBeLessThan(1024 * 1024);
    expect(Number.isInteger(present.changedAt)).toBe(true);
  });

  it('has the stamp that its memory is bound to', async () => {
    await writeState(paths, state);
    await take('kept');
    const stamp = await readDiskStamp(join(paths.snapshots, 'kept', 'disk.img'));
    expect(stamp).toEqual(await readDiskStamp(paths.dataDisk));
  });

  it('has no memory that does not belong to the disk', async () => {
    await writeState(paths, state);
    const { utimes } = await import('node:fs/promises');
    await utimes(paths.dataDisk, 1, 1);
    expect(await take('kept')).toMatchObject({ memory: false });
  });

  it('can be of the disk alone', async () => {
    await writeState(paths, state);
    expect(await take('kept', 1, 'before-upgrade', true)).toMatchObject({ memory: false });
  });

  it('is not made of nothing, and leaves nothing', async () => {
    await expect(take('kept')).rejects.toMatchObject({ code: 'not-found' });
    expect(await readdir(paths.snapshots)).toEqual([]);
  });

  it('that is given up leaves nothing', async () => {
    await writeState(paths, state);
    const signal = AbortSignal.abort(new Error('given up'));
    const making = takeAtRest({ ...copying, signal, paths, name: 'kept', reason: 'asked', createdAt: 1 });
    await expect(making).rejects.toThrow('given up');
    expect(await readdir(paths.snapshots)).toEqual([]);
  });

  it('is not there while it is unfinished, and what is left of one is removed', async () => {
    await mkdir(join(paths.snapshots, '.half.0123.tmp'));
    await writeFile(join(paths.snapshots, '.half.0123.tmp', 'snapshot.json'), '{}');
    await mkdir(join(paths.snapshots, 'norecord'));
    expect(await listSnapshots(paths)).toEqual([]);
    await recoverSnapshots(paths);
    expect(await readdir(paths.snapshots)).toEqual(['norecord']);
  });

  it('keeps its name to itself', async () => {
    await writeState(paths, state);
    await take('kept');
    await expect(checkIsFree(paths, 'kept')).rejects.toMatchObject({ code: 'invalid-argument' });
    await checkIsFree(paths, 'other');
  });

  it('is removed by its name, and others are named when there is none', async () => {
    await writeState(paths, state);
    await take('one');
    await take('two');
    await deleteSnapshot(paths, 'one');
    expect(await readdir(paths.snapshots)).toEqual(['two']);
    await expect(findSnapshot(paths, 'one')).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('two'),
    });
  });
});

it('keeps the last two automatic ones of each kind, and all that were asked for', async () => {
  await writeState(paths, state);
  for (const number of [1, 2, 3]) await take(`upgrade-${number}`, number, 'before-upgrade', true);
  for (const number of [4, 5, 6]) await take(`own-${number}`, number);
  await removeOldAutomatic(paths, 'upgrade-1');
  expect(await listSnapshots(paths)).toHaveLength(6);
  await removeOldAutomatic(paths);
  const left = (await listSnapshots(paths)).map(({ name }) => name);
  expect(left).toEqual(['own-6', 'own-5', 'own-4', 'upgrade-3', 'upgrade-2']);
});
