import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenPrivately } from '../util/listen-privately.ts';
import { homePaths } from './paths.ts';
import { checkSocketPaths, prepareHome } from './prepare-home.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'home-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A home whose longest socket path, its closing zero included, takes this many bytes. */
function homeOf(bytes: number): string {
  const around = Buffer.byteLength(homePaths(join(folder, 'h')).controlSocket);
  return join(folder, 'h'.repeat(bytes - around));
}

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

describe.runIf(process.platform === 'linux')('checkSocketPaths', () => {
  it('draws the line where the system does', async () => {
    const longest = homePaths(homeOf(108));
    const tooLong = homePaths(homeOf(109));
    const paths = [longest.dockerSocket, longest.controlSocket, longest.qmpSocket, longest.engineForward];
    expect(Math.max(...paths.map((path) => Buffer.byteLength(path) + 1))).toBe(108);
    expect(() => checkSocketPaths(longest)).not.toThrow();
    expect(() => checkSocketPaths(tooLong)).toThrow(/1 bytes over/);
    await mkdir(longest.run, { recursive: true });
    const server = createServer();
    await listenPrivately(server, longest.controlSocket);
    await new Promise((resolve) => server.close(resolve));
  });

  it('counts bytes, not letters', () => {
    expect(() => checkSocketPaths(homePaths(join('/tmp', 'ü'.repeat(60))))).toThrow(/too long a path/);
  });
});
