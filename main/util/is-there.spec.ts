import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isThere, mayBeThere } from './is-there.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'there-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('tells what is there from what is not, and a link by where it leads', async () => {
  await writeFile(join(folder, 'file'), '');
  await symlink(join(folder, 'none'), join(folder, 'link'));
  for (const look of [isThere, mayBeThere]) {
    expect(await look(folder)).toBe(true);
    expect(await look(join(folder, 'file'))).toBe(true);
    expect(await look(join(folder, 'none'))).toBe(false);
    expect(await look(join(folder, 'link'))).toBe(false);
  }
});

it('counts what cannot be looked at where that is asked for', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await isThere(join(folder, 'file/within'))).toBe(false);
  expect(await mayBeThere(join(folder, 'file/within'))).toBe(true);
});
