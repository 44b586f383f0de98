import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkArchive, openArchive } from './check-archive.ts';

const never = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['is not there', 'none.tar', 'it does not exist'],
  ['is a folder', '', 'it is a folder'],
])('says which file could not be read, and why: one that %s', async (_, name, why) => {
  await expect(checkArchive(join(folder, name), () => undefined, never)).rejects.toMatchObject({
    code: 'file-unusable',
    message: expect.stringContaining(why),
  });
});

it('throws nothing at nobody when the file fails before it is read', async () => {
  const file = join(folder, 'plain.tar');
  await writeFile(file, 'no archive');
  const archive = await openArchive(file, () => undefined);
  archive.destroy(new Error('the disk is broken'));
  // An error event without a listener would end the test run.
  await new Promise((resolve) => archive.once('close', resolve));
});
