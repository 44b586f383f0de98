import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homePaths } from '../../home/paths.ts';
import { checkDiskSpace, checkHome } from './home.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const home = (name = 'home') => homePaths(join(folder, name));

describe('the home folder', () => {
  it('is well when it can be made, and is not made by looking', async () => {
    expect(await checkHome({ paths: home('a/b') })).toMatchObject({
      verdict: 'ok',
      message: expect.stringContaining('the first start makes it'),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is well when it can be written to, and is as it was afterwards', async () => {
    await mkdir(home().home);
    await chmod(home().home, 0o755);
    expect(await checkHome({ paths: home() })).toMatchObject({ verdict: 'ok' });
    expect(await readdir(home().home)).toEqual([]);
    expect((await stat(home().home)).mode & 0o777).toBe(0o755);
  });

  it('is a failure where a file is in the way, and where its path is too long', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(checkHome({ paths: home('file/home') })).rejects.toMatchObject({ code: 'home-unwritable' });
    await expect(checkHome({ paths: home('x'.repeat(120)) })).rejects.toMatchObject({
      code: 'home-path-too-long',
    });
  });

  it('is a warning where its path leaves no room for those of further VMs', async () => {
    const room = 108 - Buffer.byteLength(home('').controlSocket) - 2;
    const paths = home('h'.repeat(room - 4));
    await mkdir(paths.home);
    expect(await checkHome({ paths })).toMatchObject({
      verdict: 'warning',
      hint: expect.stringContaining('node add'),
    });
  });
});

it('says how much room there is, of a home that is yet to be made, too', async () => {
  const { verdict, message } = await checkDiskSpace({ paths: home('a/b/c') });
  expect(message).toMatch(/ has [\d.]+ [kMGT]?B left/);
  expect(['ok', 'warning', 'failure']).toContain(verdict);
});
