import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { refFinder } from './find-ref.ts';

let config: string;
let notes: string;
beforeEach(async () => {
  config = await mkdtemp(join(tmpdir(), 'find-ref-'));
  notes = join(config, 'buildx', 'refs', 'default', 'default');
  await mkdir(notes, { recursive: true });
});
afterEach(() => rm(config, { recursive: true, force: true }));

const order = { folder: '/quay', dockerfile: '/quay/Dockerfile' };
/** `at` in milliseconds since 1970. */
const write = async (name: string, at: number, content: object = { LocalPath: '/quay' }) => {
  await writeFile(join(notes, name), JSON.stringify(content));
  await utimes(join(notes, name), at / 1_000, at / 1_000);
};

it('finds the note of a build of the same files that was begun since', async () => {
  await write('old', 1_000_000);
  await write('other', 2_000_000, { LocalPath: '/pier' });
  await write('sibling', 2_000_000, { LocalPath: '/quay', DockerfilePath: '/quay/other' });
  await writeFile(join(notes, 'broken'), '{');
  const find = refFinder(config);
  expect(await find(order, 2_000_000)).toBeUndefined();
  await write('new', 2_000_500, { LocalPath: '/quay', DockerfilePath: '/quay/Dockerfile' });
  expect(await find(order, 2_000_000)).toBe('default/default/new');
  expect(await find(order, 2_000_000)).toBeUndefined();
  expect(await refFinder(join(config, 'none'))(order, 0)).toBeUndefined();
});

it('takes a time that the file system has cut for what it was', async () => {
  await write('cut', 2_000_000);
  expect(await refFinder(config)(order, 2_000_700)).toBe('default/default/cut');
});

it('gives builds that are looked for at once a name each, the earlier one first', async () => {
  await write('b', 2_000_100);
  await write('a', 2_000_600);
  const find = refFinder(config);
  expect(await Promise.all([find(order, 2_000_000), find(order, 2_000_500)])).toEqual([
    ...['default/default/b', 'default/default/a'],
  ]);
});
