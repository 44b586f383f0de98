import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inspectHome, nearestFolder } from './inspect-home.ts';
import { homePaths } from './paths.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'home-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('makes nothing of a home that can be made, and changes none that is there', async () => {
  await inspectHome(homePaths(join(folder, 'a/b')));
  expect(await readdir(folder)).toEqual([]);
  const paths = homePaths(join(folder, 'home'));
  await mkdir(paths.run, { recursive: true });
  await chmod(paths.home, 0o755);
  await inspectHome(paths);
  expect(await readdir(paths.home)).toEqual(['run']);
  expect((await stat(paths.home)).mode & 0o777).toBe(0o755);
});

it('refuses what preparing would refuse: a file in the way, also further in, and a folder of others', async () => {
  const paths = homePaths(join(folder, 'home'));
  await mkdir(paths.home);
  await writeFile(paths.run, '');
  const unwritable = { code: 'home-unwritable', message: expect.stringContaining(paths.home) };
  await expect(inspectHome(paths)).rejects.toMatchObject({
    ...unwritable,
    message: expect.stringContaining(`${paths.run}: a file of that name is in the way`),
  });
  await expect(inspectHome(homePaths(join(paths.run, 'home')))).rejects.toMatchObject(unwritable);
  const shared = join(folder, 'shared');
  await mkdir(shared);
  await chmod(shared, 0o777);
  await writeFile(join(shared, 'theirs'), '');
  await expect(inspectHome(homePaths(shared))).rejects.toMatchObject({ code: 'home-unwritable' });
  await expect(inspectHome(homePaths(join(folder, 'x'.repeat(120))))).rejects.toMatchObject({
    code: 'home-path-too-long',
  });
});

// The system refuses its administrator nothing.
it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'refuses a folder that cannot be written to, and one that a home cannot be made in',
  async () => {
    await chmod(folder, 0o500);
    for (const name of ['', 'home'])
      await expect(inspectHome(homePaths(join(folder, name)))).rejects.toMatchObject({
        code: 'home-unwritable',
        message: expect.stringContaining(`${folder}: permission denied`),
      });
    await chmod(folder, 0o700);
  },
);

it('finds the folder above that is there', async () => {
  expect(await nearestFolder(join(folder, 'a/b'))).toBe(folder);
  expect(await nearestFolder(folder)).toBe(folder);
});
