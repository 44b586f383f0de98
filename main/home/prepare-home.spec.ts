import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homePaths } from './paths.ts';
import { prepareHome } from './prepare-home.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'home-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('prepareHome', () => {
  it('makes folders for the owner alone, twice without harm', async () => {
    const paths = homePaths(join(folder, 'a b', 'häuschen'));
    await prepareHome(paths);
    await prepareHome(paths);
    for (const one of [paths.home, paths.run, paths.disks, paths.keys, paths.state, paths.logs]) {
      expect((await stat(one)).mode & 0o777).toBe(0o700);
    }
    expect(await readdir(paths.run)).toEqual([]);
  });

  it('closes a home that was open to others', async () => {
    await mkdir(join(folder, 'home'));
    await chmod(join(folder, 'home'), 0o755);
    await prepareHome(homePaths(join(folder, 'home')));
    expect((await stat(join(folder, 'home'))).mode & 0o777).toBe(0o700);
  });

  it('takes no folder from others that is not a home: neither closed nor written to', async () => {
    const shared = join(folder, 'shared');
    await mkdir(shared);
    await chmod(shared, 0o777);
    await writeFile(join(shared, 'theirs'), '');
    await expect(prepareHome(homePaths(shared))).rejects.toMatchObject({
      code: 'home-unwritable',
      message: expect.stringContaining(shared),
      hint: expect.stringContaining('SLIPWAY_HOME'),
    });
    expect((await stat(shared)).mode & 0o777).toBe(0o777);
    expect(await readdir(shared)).toEqual(['theirs']);
  });

  it('says which folder cannot be written, and what to try', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(prepareHome(homePaths(join(folder, 'file', 'home')))).rejects.toMatchObject({
      code: 'home-unwritable',
      message: expect.stringContaining(join(folder, 'file', 'home')),
      hint: expect.stringContaining('SLIPWAY_HOME'),
    });
  });

  it.runIf(process.platform === 'linux')(
    'ends where the system makes no folder, as below /proc',
    async () => {
      await expect(prepareHome(homePaths('/proc/foo'))).rejects.toMatchObject({
        code: 'home-unwritable',
        message: expect.stringMatching(/^Slipway's folder \/proc\/foo cannot be written: .*\(ENOENT\)\.$/),
      });
    },
  );

  it('says so when the home is a file', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(prepareHome(homePaths(join(folder, 'file')))).rejects.toMatchObject({
      code: 'home-unwritable',
      message: expect.stringContaining('a file of that name is in the way'),
    });
  });

  it('refuses a path too long for its sockets before it makes anything', async () => {
    await expect(prepareHome(homePaths(join(folder, 'x'.repeat(120))))).rejects.toMatchObject({
      code: 'home-path-too-long',
      hint: expect.stringContaining('SLIPWAY_HOME'),
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
