import { chmod, mkdir, mkdtemp, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createChosenFiles } from '../../util/chosen-files.ts';
import { argumentsOf, lookAt, readVersion, stagesOf, writeDockerfile } from './read-dockerfile.ts';

const text = [
  '# syntax=docker/dockerfile:1',
  'ARG TAG=trixie',
  `FROM --platform=$BUILDPLATFORM debian:\${TAG} AS build`,
  'ARG VERSION',
  'ARG A=1 \\',
  '    B="two words"',
  '# ARG NOT=this',
  'ARG VERSION=7',
  'from build as Tests',
  'FROM scratch',
].join('\n');

test('finds the stages that have a name, and the arguments with what they are without being given', () => {
  expect(stagesOf(text)).toEqual(['build', 'Tests']);
  expect(argumentsOf(text)).toEqual([
    { name: 'TAG', value: 'trixie' },
    { name: 'VERSION', value: '7' },
    { name: 'A', value: '1' },
    { name: 'B', value: 'two words' },
  ]);
  expect(argumentsOf('ARG URL=http://a/b?c=d')).toEqual([{ name: 'URL', value: 'http://a/b?c=d' }]);
  expect(stagesOf('FROM AS c\nFROM a AS b c\nAS d\n')).toEqual([]);
});

test('is done at once with lines that are made to take long', () => {
  const blanks = ' '.repeat(500_000);
  expect(stagesOf(`FROM${blanks}a${blanks}AS\nFROM a AS b`)).toEqual(['b']);
  expect(argumentsOf(`ARG${blanks}\r${blanks}\nARG${blanks}A=1`)).toEqual([{ name: 'A', value: '1' }]);
});

test('looks into a folder, at a Dockerfile in it, and at one of another folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'look-'));
  try {
    await mkdir(join(folder, 'empty'));
    await writeFile(join(folder, 'Dockerfile'), text);
    await writeFile(join(folder, 'other.Dockerfile'), 'FROM scratch AS other');
    const files = createChosenFiles();
    const look = async (path: string, other?: string) => {
      const { folder: found, dockerfile, stages } = await lookAt(path, files, other);
      return [found.path, dockerfile?.path ?? null, stages];
    };
    expect(await look(folder)).toEqual([folder, join(folder, 'Dockerfile'), ['build', 'Tests']]);
    const empty = join(folder, 'empty');
    expect(await look(empty)).toEqual([empty, null, []]);
    const other = join(folder, 'other.Dockerfile');
    expect(await look(other)).toEqual([folder, other, ['other']]);
    expect(await look(other, empty)).toEqual([empty, other, ['other']]);
    await writeFile(join(folder, 'Dockerfile'), 'x'.repeat(1_100_000));
    await expect(lookAt(folder, files)).rejects.toMatchObject({ code: 'file-unusable' });
    // A device says that it is empty, and never ends.
    await rm(join(folder, 'Dockerfile'));
    await symlink('/dev/zero', join(folder, 'Dockerfile'));
    await expect(lookAt(folder, files)).rejects.toThrow(/it is not a file/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('saves a Dockerfile whole, keeps its rights and a link to it, and never over what another program has written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'save-'));
  try {
    const file = join(folder, 'real');
    const link = join(folder, 'Dockerfile');
    await writeFile(file, 'FROM a\n');
    await chmod(file, 0o640);
    await symlink('real', link);
    const { text, version } = await readVersion(link);
    expect(text).toBe('FROM a\n');
    const next = await writeDockerfile(link, 'FROM b\n', version);
    expect(await readFile(file, 'utf8')).toBe('FROM b\n');
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect(await readlink(link)).toBe('real');
    expect(await writeDockerfile(link, 'FROM c\n', version)).toBeNull();
    expect(await readVersion(link)).toEqual({ text: 'FROM b\n', version: next });
    await writeFile(file, Buffer.from('# caf\xe9\nFROM a AS b\n', 'latin1'));
    await expect(readVersion(link)).rejects.toThrow(/UTF-8/);
    expect((await lookAt(link, createChosenFiles())).stages).toEqual(['b']);
    await rm(file);
    await expect(writeDockerfile(link, 'FROM c\n', version)).rejects.toThrow(link);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
