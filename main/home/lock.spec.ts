import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identifyProcess, type ProcessIdentity } from '../util/process-identity.ts';
import { type HomeLock, type LockHolder, readLock, takeLock } from './lock.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  path = join(folder, 'lock');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A living process that is not this one: the one that started it. */
async function living(): Promise<ProcessIdentity> {
  const identity = await identifyProcess(process.ppid);
  if (identity === undefined) throw new Error('not identified');
  return identity;
}

function isHeld(taken: HomeLock | LockHolder): taken is HomeLock {
  return 'release' in taken;
}

async function take(): Promise<HomeLock> {
  const taken = await takeLock(path, 'headless');
  if (!isHeld(taken)) throw new Error(`held by ${taken.pid}`);
  return taken;
}

describe('takeLock', () => {
  it('gives the lock to one of two takers, and tells the other who has it', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => takeLock(path, 'headless')));
    expect(all.filter(isHeld)).toHaveLength(1);
    for (const taken of all) if (!isHeld(taken)) expect(taken.pid).toBe(process.pid);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it('is for the owner alone, and free again after release', async () => {
    const lock = await take();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    await (await take()).release();
  });

  it('leaves a living holder the lock', async () => {
    const identity = await living();
    await writeFile(path, JSON.stringify({ ...identity, kind: 'window' }));
    expect(await takeLock(path, 'headless')).toEqual({ ...identity, kind: 'window' });
  });

  it('takes it from a holder whose number now belongs to another process', async () => {
    const { pid } = await living();
    await writeFile(path, JSON.stringify({ pid, started: 'long ago', kind: 'window' }));
    expect((await take()).holder.pid).toBe(process.pid);
  });

  it.each([
    ['a dead process', JSON.stringify({ pid: 4_194_304, started: 'x', kind: 'headless' })],
    ['nothing', ''],
    ['half a holder', '{"pid":'],
    ['something else', '[1,2]'],
    ['null', 'null'],
  ])('takes a lock that names %s', async (_, content) => {
    await writeFile(path, content);
    const all = await Promise.all(Array.from({ length: 6 }, () => takeLock(path, 'headless')));
    expect(all.filter(isHeld)).toHaveLength(1);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it('is not held up by a rival who died while removing a stale lock, even where its number lives on', async () => {
    const { pid } = await living();
    await writeFile(path, '');
    await writeFile(`${path}.stale`, JSON.stringify({ pid, started: 'long ago', kind: 'headless' }));
    expect((await take()).holder.pid).toBe(process.pid);
    await writeFile(`${path}.stale`, '');
    await writeFile(path, '');
    expect((await take()).holder.pid).toBe(process.pid);
  });

  it('gives up, saying what to remove, where a stale lock cannot be removed', async () => {
    const rival = await living();
    await writeFile(path, '');
    await writeFile(`${path}.stale`, JSON.stringify({ ...rival, kind: 'headless' }));
    await expect(takeLock(path, 'headless', 100)).rejects.toMatchObject({
      code: 'home-locked',
      hint: expect.stringContaining(path),
    });
    expect((await readdir(folder)).sort()).toEqual(['lock', 'lock.stale']);
  });
});

it('takes no lock that cannot be read for a free one', async () => {
  await mkdir(path);
  await expect(readLock(path)).rejects.toMatchObject({ code: 'EISDIR' });
  await expect(takeLock(path, 'headless')).rejects.toMatchObject({ code: 'EISDIR' });
  expect(await readdir(folder)).toEqual(['lock']);
});

describe('release', () => {
  it('does not take the lock away from a later holder', async () => {
    const lock = await take();
    const later = { ...(await living()), kind: 'window' as const };
    await writeFile(path, JSON.stringify(later));
    await lock.release();
    expect(await readLock(path)).toEqual(later);
  });
});
