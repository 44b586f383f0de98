import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildName, nameOr, readNotes } from './build-name.ts';

const noted = (LocalPath: string, DockerfilePath = `${LocalPath}/Dockerfile`) => ({
  LocalPath,
  DockerfilePath,
});

describe('what a build is called', () => {
  it.each([
    ['its folder', {}, noted('/home/me/quay'), 'quay'],
    ['its folder on Windows', {}, noted('C:\\me\\quay', 'C:\\me\\quay\\Dockerfile'), 'quay'],
    [
      'folder and Dockerfile',
      {},
      noted('/me/quay', '/me/quay/deploy/small.dockerfile'),
      'quay/deploy/small.dockerfile',
    ],
    ['folder and that of the Dockerfile', {}, noted('/me/quay', '/me/quay/deploy/Dockerfile'), 'quay/deploy'],
    [
      'where the Dockerfile is, elsewhere',
      {},
      noted('/me/quay', '/srv/files/small.dockerfile'),
      'files/small.dockerfile',
    ],
    ['folder and stage', { target: 'test' }, noted('/me/quay'), 'quay (test)'],
    ['a stage alone', { target: 'test' }, undefined, 'test'],
    [
      'an address',
      { context: 'https://example.com/quay.git#main' },
      undefined,
      'https://example.com/quay.git#main',
    ],
    ['a folder of a repository', { 'vcs:localdir:context': 'web' }, noted('/me/quay'), 'web'],
    [
      'a Dockerfile of a repository',
      { filename: 'x.dockerfile', 'vcs:localdir:dockerfile': 'deploy' },
      undefined,
      'deploy/x.dockerfile',
    ],
    [
      'a repository',
      { 'vcs:source': 'https://example.com/quay.git' },
      undefined,
      'https://example.com/quay.git',
    ],
    [
      'by its own word',
      { 'build-arg:BUILDKIT_BUILD_NAME': 'tide', target: 'test' },
      noted('/me/quay'),
      'tide',
    ],
    ['nothing, of standard input', {}, noted('-', '-'), ''],
    ['nothing, where nothing is known', {}, undefined, ''],
  ] as const)('%s', (_, attributes, notes, name) => {
    expect(buildName(attributes, notes)).toBe(name);
  });

  it('is the begin of its own name where there is no other', () => {
    expect(nameOr('', 'default/default/rlnvkxa7kwdx24cr7hesf7ok4')).toBe('rlnvkxa7kwdx');
    expect(nameOr('tide', 'r')).toBe('tide');
  });
});

describe('what buildx has noted', () => {
  let config: string;
  beforeEach(async () => {
    config = await mkdtemp(join(tmpdir(), 'notes-'));
    await mkdir(join(config, 'buildx/refs/default/default'), { recursive: true });
  });
  afterEach(() => rm(config, { recursive: true }));
  const note = (ref: string, text: string) =>
    writeFile(join(config, 'buildx/refs/default/default', ref), text);

  it('is read, unless it is damaged or not there', async () => {
    await note('ebb', JSON.stringify({ Target: 'default', ...noted('/me/quay') }));
    await note('torn', '{"Local');
    expect(await readNotes(config, 'ebb')).toEqual(noted('/me/quay'));
    expect(await readNotes(config, 'torn')).toBeUndefined();
    expect(await readNotes(config, 'flow')).toBeUndefined();
  });

  it('is looked for in its folder alone', async () => {
    await writeFile(join(config, 'config.json'), '{}');
    expect(await readNotes(config, '../../../config.json')).toBeUndefined();
  });
});
