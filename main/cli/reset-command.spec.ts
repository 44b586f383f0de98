import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeLock } from '../home/lock.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { setSetting } from '../settings/settings-store.ts';
import { rememberDataDisk } from '../vm/data-disk.ts';
import { type HeardOutput, hearOutput } from './fakes/heard-output.ts';
import { reset, resetWarning } from './reset-command.ts';

const agreed = { keepData: false, yes: true, json: true } as const;

let paths: HomePaths;
let output: HeardOutput;

beforeEach(async () => {
  paths = homePaths(await mkdtemp('/tmp/sw-unit-'));
  await prepareHome(paths);
  await writeFile(paths.dataDisk, Buffer.alloc(1_000_000, 1));
  await rememberDataDisk(paths);
  output = hearOutput();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(paths.home, { recursive: true, force: true });
});

it('says before what becomes of what, with sizes', async () => {
  await setSetting(paths, 'vm.cpus', 3);
  const all = (await resetWarning(paths, false)).join('\n');
  expect(all).toMatch(/^ {2}Data disk +1 MB of images, containers and volumes: becomes a snapshot/m);
  expect(all).toMatch(/^ {2}Settings +are lost: vm\.cpus\.$/m);
  expect(all).toMatch(/^ {2}Stay +shared folders, added engines .* Compose projects, and snapshots\.$/m);
  expect(all).not.toContain('untrust');
  await writeFile(paths.authorityCertificate, 'certificate');
  expect((await resetWarning(paths, false)).join('\n')).toMatch(
    /^ {2}Authority .*`slipway domains untrust`/m,
  );
  const kept = (await resetWarning(paths, true)).join('\n');
  expect(kept).toMatch(/^ {2}Data disk .*: stays\.$/m);
  expect(kept).not.toMatch(/Saved memory/);
  await writeFile(paths.asleep.memory, 'memory');
  expect((await resetWarning(paths, true)).join('\n')).toMatch(/^ {2}Saved memory .*is lost/m);
});

it('is not done without a word of agreement, for which there is no terminal here', async () => {
  const { isTTY } = process.stdin;
  process.stdin.isTTY = false;
  try {
    await expect(reset(paths, { ...agreed, keepData: true, yes: false })).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringContaining('`slipway reset --keep-data --yes`'),
    });
  } finally {
    process.stdin.isTTY = isTTY;
  }
  expect(await readdir(paths.snapshots).catch(() => [])).toEqual([]);
});

it('is refused beside the window, which works with the instance', async () => {
  const lock = await takeLock(paths.lock, 'window');
  await expect(reset(paths, agreed)).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringContaining(String(process.pid)),
  });
  if ('release' in lock) await lock.release();
});

it('is refused beside a window that works with another process as its host', async () => {
  await mkdir(paths.window);
  await symlink(`computer-${process.pid}`, join(paths.window, 'SingletonLock'));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(paths.window, 'SingletonSocket'), resolve));
  try {
    await expect(reset(paths, agreed)).rejects.toMatchObject({ code: 'busy' });
    expect(await readdir(paths.snapshots).catch(() => [])).toEqual([]);
  } finally {
    server.close();
  }
});

it('leaves nothing of what the window keeps, and says what stays', async () => {
  await mkdir(paths.window);
  await writeFile(join(paths.window, 'window-bounds.json'), '{}');
  await reset(paths, { ...agreed, json: false });
  expect(await readdir(paths.home)).not.toContain('window');
  expect(output.printed).toMatch(/^ {2}kept: shared folders, .* and snapshots$/m);
});

it('resets what is stopped, and tells in one document how to go back and what that takes', async () => {
  await reset(paths, agreed);
  const { keptData, back, backBytes } = JSON.parse(output.printed);
  expect(keptData).toBe(false);
  expect(back).toMatch(/^before-reset-/);
  expect(backBytes).toBeGreaterThan(1_000_000);
  expect(await readdir(paths.snapshots)).toEqual([back]);
  expect(await readdir(paths.run)).not.toContain('lock');
});
