import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { forgetVersions, listVersions, readText, readVersion, writeText } from './project-files.ts';

let paths: HomePaths;
let file: string;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'compose-files-'));
  paths = homePaths(join(folder, 'home'));
  await mkdir(paths.home);
  file = join(folder, 'compose.yaml');
  await writeFile(file, 'a: 1\r\n');
});
afterEach(() => rm(join(file, '..'), { recursive: true, force: true }));

describe('a Compose file', () => {
  it('is written as it is given, with the permissions that it had, and nothing is left beside it', async () => {
    await chmod(file, 0o640);
    const { text, version } = await readText(file);
    expect(text).toBe('a: 1\r\n');
    const written = await writeText(paths, file, 'a: 2\r\n', version);
    expect(await readFile(file, 'utf8')).toBe('a: 2\r\n');
    expect((await readText(file)).version).toBe(written);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect(await readdir(join(file, '..'))).toEqual(['compose.yaml', 'home']);
  });

  it('is left alone when another program has written it meanwhile', async () => {
    const { version } = await readText(file);
    await writeFile(file, 'theirs');
    expect(await writeText(paths, file, 'ours', version)).toBeNull();
    expect(await readFile(file, 'utf8')).toBe('theirs');
    expect(await listVersions(paths, file)).toEqual([]);
  });

  it('is written where a link leads', async () => {
    const link = join(file, '..', 'link.yaml');
    await symlink(file, link);
    const { version } = await readText(link);
    await writeText(paths, link, 'b: 1\n', version);
    expect(await readFile(file, 'utf8')).toBe('b: 1\n');
    expect((await readdir(join(file, '..'))).toSorted()).toEqual(['compose.yaml', 'home', 'link.yaml']);
  });

  it('keeps what it was before, the newest first, and no more than fifty', async () => {
    let { version } = await readText(file);
    for (let index = 0; index < 53; index += 1)
      version = (await writeText(paths, file, `a: ${'x'.repeat(index + 1)}\n`, version)) ?? '';
    const versions = await listVersions(paths, file);
    expect(versions).toHaveLength(50);
    expect(await readVersion(paths, file, versions[0]?.id ?? '')).toMatch(/^a: x+\n$/);
    await expect(readVersion(paths, file, '../../x')).rejects.toMatchObject({ code: 'not-found' });
    await forgetVersions(paths, [file]);
    expect(await listVersions(paths, file)).toEqual([]);
  });

  it('says why it cannot be used', async () => {
    const folder = join(file, '..');
    await expect(readText(folder)).rejects.toThrow(/not a file/);
    await expect(readText(join(folder, 'gone'))).rejects.toThrow(/does not exist/);
    await writeFile(file, Buffer.from([0xff, 0xfe]));
    await expect(readText(file)).rejects.toThrow(/UTF-8/);
    await writeFile(file, Buffer.alloc(1_048_577));
    await expect(readText(file)).rejects.toThrow(/1 MB/);
  });
});
