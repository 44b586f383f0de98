import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeFingerprint } from '../fakes/fake-machine.ts';
import { lendImage } from './lend-image.ts';
import { findMemoryImage, type MemoryImagePaths, seal, unfinished } from './memory-image.ts';

let folder: string;
let from: MemoryImagePaths;
let to: MemoryImagePaths;
const signal = new AbortController().signal;
const what = { format: 'mapped', fingerprint: fakeFingerprint, savedAt: 1 } as const;

const pathsIn = (name: string) => ({
  memory: join(folder, name, 'template.memory'),
  manifest: join(folder, name, 'template.json'),
});

async function save(content: string, savedAt: number): Promise<void> {
  await writeFile(unfinished(from), content);
  const sealed = await seal(from, { ...what, savedAt }, null, { findData: async () => null }, signal);
  await sealed.commit();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lend-'));
  from = pathsIn('main');
  to = pathsIn('node');
  await mkdir(join(folder, 'main'));
  await mkdir(join(folder, 'node'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('is the same memory under two names, in the place of whatever was there', async () => {
  await save('first', 1);
  expect(await lendImage(from, to)).toBe(true);
  await save('second', 2);
  expect(await readFile(to.memory, 'utf8')).toBe('first');
  expect(await lendImage(from, to)).toBe(true);
  expect((await stat(to.memory)).ino).toBe((await stat(from.memory)).ino);
  const { file: _, ...rest } = (await findMemoryImage(from)) ?? { file: '' };
  expect(await findMemoryImage(to)).toEqual({ file: to.memory, ...rest });
});

it('leaves what there is when there is none to give', async () => {
  await save('first', 1);
  await lendImage(from, to);
  await rm(from.manifest);
  expect(await lendImage(from, to)).toBe(false);
  expect(await findMemoryImage(to)).toMatchObject({ savedAt: 1 });
});
