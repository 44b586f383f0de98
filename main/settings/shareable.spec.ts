import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hiddenFolders, toShare, whyNotUnderOwnPath } from './shareable.ts';

let folder: string;
let home: { readonly home: string };

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'slipway-shareable-')));
  home = { home: join(folder, '.slipway') };
  await mkdir(join(folder, '.slipway', 'keys'), { recursive: true });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a folder to be shared', () => {
  it('is told by its own name, its links followed', async () => {
    await mkdir(join(folder, 'work'));
    await symlink(join(folder, 'work'), join(folder, 'link'));
    expect(await toShare(join(folder, 'link', '.'), true, home)).toEqual({
      path: join(folder, 'work'),
      readOnly: true,
    });
  });

  it('is refused when it is not there, and when it is a file', async () => {
    await writeFile(join(folder, 'file'), '');
    const code = { code: 'file-unusable' };
    await expect(toShare(join(folder, 'none'), false, home)).rejects.toMatchObject({
      ...code,
      message: `${join(folder, 'none')} cannot be shared: there is no such folder.`,
    });
    await expect(toShare(join(folder, 'file'), false, home)).rejects.toMatchObject(code);
  });

  it('is refused when it is Slipway’s own, by whatever link', async () => {
    await symlink(home.home, join(folder, 'innocent'));
    for (const path of ['.slipway', '.slipway/keys', 'innocent', 'innocent/keys'])
      await expect(toShare(join(folder, path), false, home)).rejects.toMatchObject({
        code: 'invalid-argument',
        message: expect.stringContaining('belongs to Slipway'),
      });
  });
});

describe('whyNotUnderOwnPath', () => {
  it.each(['/', '/usr', '/etc/docker', '/proc', '/var/lib/docker/volumes', '/tmp', '/run', '/data', '/a\nb'])(
    'refuses %j',
    (path) => {
      expect(whyNotUnderOwnPath(path)).toMatchObject({ code: 'invalid-argument' });
    },
  );

  it.each([
    '/root',
    '/home',
    '/home/jürgen',
    '/tmp/work',
    '/srv',
    '/usr/local/src',
    '/run/media/u',
    '/database',
    '/opt',
  ])('lets %j be shared', (path) => {
    expect(whyNotUnderOwnPath(path)).toBeNull();
  });
});

describe('hiddenFolders', () => {
  it('names the instance’s home without links', async () => {
    await symlink(home.home, join(folder, 'innocent'));
    expect(await hiddenFolders({ home: join(folder, 'innocent') })).toContain(home.home);
  });
});
