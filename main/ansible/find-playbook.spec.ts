import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readablePlaybook, sharedPlaybook, workingFolder } from './find-playbook.ts';

const shown = { path: '/home/u', readOnly: false, isShown: true, isWanted: true, problem: null };

describe('a playbook', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'slipway-playbook-')));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is the file that links lead to', async () => {
    await writeFile(join(folder, 'site.yml'), '[]');
    await symlink('site.yml', join(folder, 'link.yml'));
    expect(await readablePlaybook(join(folder, 'link.yml'))).toBe(join(folder, 'site.yml'));
  });

  it('that is not there, or a folder, is refused by its name', async () => {
    await mkdir(join(folder, 'roles'));
    for (const name of ['none.yml', 'roles'])
      await expect(readablePlaybook(join(folder, name))).rejects.toMatchObject({
        code: 'file-unusable',
        message: expect.stringContaining(join(folder, name)),
      });
  });
});

describe('the share of a playbook', () => {
  it('is the one that it lies in', () => {
    const shares = [
      { ...shown, path: '/home/u/work2' },
      { ...shown, path: '/home/u/work' },
    ];
    expect(sharedPlaybook('/home/u/work/site.yml', shares).share).toEqual({
      ...{ path: '/home/u/work', readOnly: false },
    });
  });

  it('is as the VM that runs has it, whatever the next start changes', () => {
    const shares = [
      { ...shown, path: '/srv', isShown: false },
      { ...shown, path: '/srv', readOnly: true, isWanted: false },
    ];
    expect(sharedPlaybook('/srv/site.yml', shares).share).toEqual({ path: '/srv', readOnly: true });
  });

  it.each([
    ['there is none', [], 'slipway share add /srv/plays'],
    ['it begins with the next start', [{ ...shown, path: '/srv', isShown: false }], 'slipway restart'],
    [
      'it cannot be shown',
      [
        {
          ...{ ...shown, path: '/srv', isShown: false },
          problem: { code: 'share-unavailable', message: 'It is gone.', hint: 'Bring it back.' } as const,
        },
      ],
      'Bring it back.',
    ],
  ])('is missed when %s, with what to do', (_, shares, hint) => {
    expect(() => sharedPlaybook('/srv/plays/site.yml', shares)).toThrowError(
      expect.objectContaining({ code: 'share-unavailable', hint: expect.stringContaining(hint) }),
    );
  });

  it('decides where it runs: where it was asked for, if containers see that', () => {
    const playbook = { file: '/home/u/plays/site.yml', share: shown };
    expect(workingFolder(playbook, '/home/u/other')).toBe('/home/u/other');
    expect(workingFolder(playbook, '/srv')).toBe('/home/u/plays');
  });
});
