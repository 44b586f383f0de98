import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'make-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('makes what is missing above, for the owner alone, also when several do so at once', async () => {
  const path = join(folder, 'a', 'b', 'c');
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, 'a', 'd'))]);
  for (const one of [path, join(folder, 'a')]) expect((await stat(one)).mode & 0o777).toBe(0o700);
});

it('says what is in the way', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(makeFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(join(folder, 'file', 'below'))).rejects.toMatchObject({ code: 'EEXIST' });
});

it.runIf(process.platform === 'linux')('gives up where the system makes nothing', async () => {
  await expect(makeFolder('/proc/slipway/home')).rejects.toMatchObject({ code: 'ENOENT' });
});
