import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFailure, receiveFile } from './receive-file.ts';

const never = new AbortController().signal;
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'receive-'));
  path = join(folder, 'web.tar');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('writes all that comes, and tells how far it is', async () => {
  const told: number[] = [];
  const source = Readable.from([Buffer.from('abc'), Buffer.from('de')]);
  expect(await receiveFile(path, source, (bytes) => told.push(bytes), never)).toBe(5);
  expect(await readFile(path, 'utf8')).toBe('abcde');
  expect(told).toEqual([3, 5]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['web.tar']);
});

test('leaves what was there when the source breaks off', async () => {
  await writeFile(path, 'before');
  const source = new PassThrough();
  source.write('half');
  const received = receiveFile(path, source, () => source.destroy(new Error('cut off')), never);
  await expect(received).rejects.toThrow('cut off');
  expect(await readFile(path, 'utf8')).toBe('before');
  expect(await readdir(folder)).toEqual(['web.tar']);
});

test('ends the source and leaves nothing when it is cancelled', async () => {
  const cancel = new AbortController();
  const source = new PassThrough();
  source.write('half');
  const received = receiveFile(path, source, () => cancel.abort(new Error('enough')), cancel.signal);
  await expect(received).rejects.toThrow('enough');
  expect(source.destroyed).toBe(true);
  expect(await readdir(folder)).toEqual([]);
});

test('can be cancelled while the file is being opened', async () => {
  const cancel = new AbortController();
  const source = new PassThrough();
  const received = receiveFile(path, source, () => undefined, cancel.signal);
  cancel.abort(new Error('enough'));
  await expect(received).rejects.toThrow('enough');
  expect(await readdir(folder)).toEqual([]);
});

test('says which file could not be written, and why', async () => {
  const missing = join(folder, 'no/such/web.tar');
  const source = new PassThrough();
  await expect(receiveFile(missing, source, () => undefined, never)).rejects.toMatchObject({
    code: 'file-unusable',
    message: `${missing} could not be written: it does not exist, or cannot be made there (ENOENT).`,
  });
  expect(source.destroyed).toBe(true);
});

test('says which file could not be read', async () => {
  const error = await readFile(folder).catch((caught: Error) => Object.assign(caught, { path: folder }));
  expect(readFailure(folder, error)).toMatchObject({
    code: 'file-unusable',
    message: `${folder} could not be read: it is a folder (EISDIR).`,
  });
  const other = new Error('something else');
  expect(readFailure(folder, other)).toBe(other);
});
