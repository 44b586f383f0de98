import { mkdir, mkdtemp, rm, symlink, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findOpenWindow } from './open-window.ts';
import { homePaths } from './paths.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'window-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('finds the process by the mark that Chromium leaves, and passes over a mark that outlived it', async () => {
  const paths = homePaths(folder);
  expect(await findOpenWindow(paths)).toBeUndefined();
  await mkdir(paths.window);
  const mark = join(paths.window, 'SingletonLock');
  await symlink(`a-computer-${process.pid}`, mark);
  expect(await findOpenWindow(paths)).toBe(process.pid);
  for (const target of ['a-computer-2147483646', 'a-computer-', 'a-computer-0', 'something else']) {
    await unlink(mark);
    await symlink(target, mark);
    expect(await findOpenWindow(paths), target).toBeUndefined();
  }
});
