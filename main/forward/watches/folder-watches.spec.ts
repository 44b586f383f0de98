import { renameSync, rmdirSync } from 'node:fs';
import { mkdir, mkdtemp, open, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter, delay, poll } from '../../util/wait.ts';
import { type FolderWatches, watchFolders } from './folder-watches.ts';

let folder: string;
let watches: FolderWatches;
let told: string[];

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'watches-')));
  told = [];
  watches = watchFolders({
    isShown: (path) => path.startsWith(folder),
    ...{ mostFolders: 2, gatherMs: 5, mostHints: 100, onCounts: () => undefined },
  });
  watches.setTeller(async (changes) => {
    told.push(...changes.map(({ path }) => path.slice(folder.length + 1)));
  });
});

afterEach(async () => {
  watches.clear();
  await rm(folder, { recursive: true, force: true });
});

const until = (check: () => boolean) => poll(5, abortAfter(5_000), () => (check() ? true : undefined));
const pause = (ms: number) => delay(ms, abortAfter(5_000));

/** Longer than what came before a watch is looked for. */
const past = 800;

/** A file is written in a folder, and that is told. */
async function expectHeard(of: string): Promise<void> {
  told = [];
  await writeFile(join(of, 'file'), 'written');
  await until(() => told.includes(`${basename(of)}/file`));
}

/** A folder that is watched, and one that is to take its place. */
async function watchedBesideAnother(): Promise<{ readonly sub: string; readonly other: string }> {
  const [sub, other] = [join(folder, 'sub'), join(folder, 'other')];
  await mkdir(sub);
  await mkdir(other);
  await pause(past);
  watches.add(sub, true);
  await pause(50);
  return { sub, other };
}

/** A folder that was not there yet when it was told of. */
async function toldTooEarly(): Promise<string> {
  const sub = join(folder, 'sub');
  watches.add(sub, true);
  await pause(50);
  await mkdir(sub);
  return sub;
}

it('tells of files in a folder that come, change and go', async () => {
  watches.add(folder, true);
  await pause(50);
  for (const step of [() => writeFile(join(folder, 'a'), '1'), () => writeFile(join(folder, 'a'), '12')]) {
    const count = told.length;
    await step();
    await until(() => told.length > count);
    await pause(20);
  }
  const count = told.length;
  await rm(join(folder, 'a'));
  await until(() => told.length > count);
  expect(new Set(told)).toEqual(new Set(['a']));
});

it('tells of a file, and of no other in its folder', async () => {
  await writeFile(join(folder, 'a'), '1');
  await writeFile(join(folder, 'b'), '1');
  await pause(past);
  watches.add(join(folder, 'a'), false);
  await pause(50);
  await writeFile(join(folder, 'b'), '12');
  await writeFile(join(folder, 'a'), '12');
  await until(() => told.length > 0);
  await pause(50);
  expect(new Set(told)).toEqual(new Set(['a']));
});

it('tells of what came a moment before the watch', async () => {
  await writeFile(join(folder, 'a'), '1');
  watches.add(folder, true);
  await until(() => told.includes('a'));
});

it('watches nothing that is not shown, and nothing by a link', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'outside-'));
  try {
    await symlink(outside, join(folder, 'link'));
    watches.add(outside, true);
    watches.add(join(folder, 'link'), true);
    watches.add(join(folder, 'link', 'file'), false);
    await pause(50);
    expect(watches.counts().wanted).toBe(1);
    told = [];
    await writeFile(join(outside, 'file'), '');
    await pause(100);
    expect(told).toEqual([]);
  } finally {
    await rm(outside, { recursive: true });
  }
});

it('tells that a folder is gone, and watches the next one of its name', async () => {
  const sub = join(folder, 'sub');
  await mkdir(sub);
  await pause(past);
  watches.add(sub, true);
  await pause(50);
  await rename(sub, join(folder, 'away'));
  await until(() => told.includes('sub'));
  await mkdir(sub);
  await pause(1_300);
  await expectHeard(sub);
});

it('watches what has taken the place of a folder in the meantime, once it is told of it again', async () => {
  const { sub, other } = await watchedBesideAnother();
  // Held open as by a server of shares: its end is not told.
  const held = await open(sub);
  try {
    await rm(sub, { recursive: true });
    await rename(other, sub);
    await pause(50);
    watches.add(sub, true);
    await pause(50);
    await expectHeard(sub);
  } finally {
    await held.close();
  }
});

it('watches a folder that came after it was first told of, once it is told of it again', async () => {
  const sub = await toldTooEarly();
  watches.add(sub, true);
  await pause(50);
  await expectHeard(sub);
});

it('watches a folder that came after it was first told of, once it is told of a file in it', async () => {
  const sub = await toldTooEarly();
  await writeFile(join(sub, 'file'), '1');
  watches.add(join(sub, 'file'), false);
  await pause(50);
  await expectHeard(sub);
});

it('watches what has taken the place of a folder that was not held by anybody', async () => {
  const { sub, other } = await watchedBesideAnother();
  // By one call each, so that nobody sees the folder gone.
  rmdirSync(sub);
  renameSync(other, sub);
  await pause(50);
  await expectHeard(sub);
});

it('counts what is beyond the limit, and takes it once there is room', async () => {
  const names = ['a', 'b', 'c'].map((name) => join(folder, name));
  for (const name of names) await mkdir(name);
  await pause(past);
  for (const name of names) watches.add(name, true);
  expect(watches.counts()).toEqual({ wanted: 3, unwatched: 1 });
  watches.remove(names[0] ?? '');
  expect(watches.counts()).toEqual({ wanted: 2, unwatched: 0 });
  await pause(50);
  await writeFile(join(folder, 'c', 'file'), '');
  await until(() => told.includes('c/file'));
});

it('watches no more what is not told anew', async () => {
  await mkdir(join(folder, 'a'));
  watches.add(join(folder, 'a'), true);
  watches.add(folder, true);
  watches.begin();
  watches.add(folder, true);
  watches.settle();
  expect(watches.counts().wanted).toBe(1);
  watches.clear();
  expect(watches.counts()).toEqual({ wanted: 0, unwatched: 0 });
});
