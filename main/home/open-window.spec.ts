import { mkdir, mkdtemp, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findOpenWindow } from './open-window.ts';
import { type HomePaths, homePaths } from './paths.ts';

let folder: string;
let paths: HomePaths;
let mark: string;
let server: Server;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'window-'));
  paths = homePaths(folder);
  await mkdir(paths.window);
  mark = join(paths.window, 'SingletonLock');
  server = createServer();
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** What Chromium leaves beside its mark: a link to a socket elsewhere. */
const link = () => symlink(join(folder, 'elsewhere'), join(paths.window, 'SingletonSocket'));
const listen = () => new Promise<void>((resolve) => server.listen(join(folder, 'elsewhere'), resolve));

it('finds the process by the mark that Chromium leaves, and passes over a mark that outlived it', async () => {
  await listen();
  await link();
  expect(await findOpenWindow(paths)).toBeUndefined();
  await symlink(`a-computer-${process.pid}`, mark);
  expect(await findOpenWindow(paths)).toBe(process.pid);
  for (const target of ['a-computer-2147483646', 'a-computer-', 'a-computer-0', 'something else']) {
    await unlink(mark);
    await symlink(target, mark);
    expect(await findOpenWindow(paths), target).toBeUndefined();
  }
});

it('passes over a mark whose number is another program’s by now: nobody listens for a second window', async () => {
  await symlink(`a-computer-${process.pid}`, mark);
  expect(await findOpenWindow(paths)).toBeUndefined();
  await link();
  expect(await findOpenWindow(paths)).toBeUndefined();
  await writeFile(join(folder, 'elsewhere'), '');
  expect(await findOpenWindow(paths)).toBeUndefined();
});
