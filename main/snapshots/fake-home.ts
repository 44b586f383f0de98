import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { rememberDataDisk } from '../vm/data-disk.ts';
import { stampDisk } from '../vm/disk-stamp.ts';
import { fakeFingerprint } from '../vm/fakes/fake-machine.ts';
import {
  discard,
  findMemoryImage,
  isMemoryKept,
  seal,
  unfinished,
  verify,
  whyNotOf,
} from '../vm/memory/memory-image.ts';
import { recoverSnapshots } from './snapshots.ts';

/** Where the disk's content begins, behind the stamp. */
const contentAt = 4_096;
const diskBytes = 3 * 1024 * 1024;

/** A state of a home, as {@link readState} tells it. */
export interface HomeState {
  readonly disk: string;
  /** The memory that fits the disk; `unfit` for one that does not. */
  readonly memory: string | null;
  readonly images: string | null;
}

/** A home in a folder of its own, for specs. */
export async function makeHome(): Promise<HomePaths> {
  const paths = homePaths(await mkdtemp(join(tmpdir(), 'snapshots-')));
  await prepareHome(paths);
  await recoverSnapshots(paths);
  return paths;
}

/** Removes it. */
export function removeHome(paths: HomePaths): Promise<void> {
  return rm(paths.home, { recursive: true, force: true });
}

/** Gives a home a state as a VM would have left it: asleep, if there is to be memory. */
export async function writeState(paths: HomePaths, state: HomeState): Promise<void> {
  await discard(paths.asleep);
  const file = await open(paths.dataDisk, 'w', 0o600);
  await file.truncate(diskBytes);
  await file.write(state.disk, contentAt);
  await file.close();
  await rememberDataDisk(paths);
  if (state.images === null) await rm(paths.bundledImages, { force: true });
  else await writeFile(paths.bundledImages, state.images);
  const stamp = await stampDisk(paths.dataDisk);
  if (state.memory === null) return;
  await writeFile(unfinished(paths.asleep), state.memory);
  const what = { format: 'mapped', fingerprint: fakeFingerprint, savedAt: 1 } as const;
  const { signal } = new AbortController();
  const disk = { path: paths.dataDisk, stamp };
  await (await seal(paths.asleep, what, disk, { findData: async () => null }, signal)).commit();
}

/** What a start would find. */
export async function readState(paths: HomePaths): Promise<HomeState | null> {
  const disk = await readFile(paths.dataDisk).catch(() => undefined);
  if (disk === undefined) return null;
  const end = disk.indexOf(0, contentAt);
  return {
    disk: disk.toString('utf8', contentAt, end),
    memory: await readMemory(paths),
    images: await readFile(paths.bundledImages, 'utf8').catch(() => null),
  };
}

async function readMemory(paths: HomePaths): Promise<string | null> {
  if (!(await isMemoryKept(paths.asleep))) return null;
  const image = await findMemoryImage(paths.asleep);
  if (image?.disk == null || (await whyNotOf(image.disk, paths.dataDisk)) !== null) return 'unfit';
  if ((await verify(image, new AbortController().signal)) !== null) return 'damaged';
  return readFile(image.file, 'utf8');
}
