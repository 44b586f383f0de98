import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ignoreMissing, isMissing, namingFile, writeFailureCode } from './file-errors.ts';

it('tells what is missing from what cannot be read', async () => {
  expect(await readFile(join(tmpdir(), 'no', 'such')).catch(ignoreMissing)).toBeUndefined();
  await expect(readFile(tmpdir()).catch(ignoreMissing)).rejects.toMatchObject({ code: 'EISDIR' });
  expect([undefined, null, 'text', new Error('x')].map(isMissing)).toEqual([false, false, false, false]);
});

it.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EACCES', 'home-unwritable'],
])('takes %s for %s', (code, meaning) => {
  expect(writeFailureCode(Object.assign(new Error('x'), { code }))).toBe(meaning);
});

it('names the file that the system does not', async () => {
  const read = readFile(tmpdir()).catch(namingFile(tmpdir()));
  await expect(read).rejects.toMatchObject({ code: 'EISDIR', path: tmpdir() });
});
