import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { identifyProcess, isAlive, signalProcess } from './process-identity.ts';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return { ...real, readFile: vi.fn(real.readFile) };
});

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function sleeper(): Promise<{ readonly child: ChildProcess; readonly pid: number }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  children.push(child);
  await once(child, 'spawn');
  return { child, pid: child.pid ?? 0 };
}

describe('process identity', () => {
  it('stays the same while a process lives, and is gone with it', async () => {
    const { child, pid } = await sleeper();
    const identity = await identifyProcess(pid);
    if (identity === undefined) throw new Error('not identified');
    expect(await identifyProcess(pid)).toEqual(identity);
    expect(await isAlive(identity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await isAlive(identity)).toBe(false);
    expect(await identifyProcess(pid)).toBeUndefined();
  });

  it('does not take a later process with the same number for the one that was', async () => {
    const { pid } = await sleeper();
    const earlier = { pid, started: 'some other time' };
    expect(await isAlive(earlier)).toBe(false);
    expect(await signalProcess(earlier, 'SIGKILL')).toBe(false);
    expect(await identifyProcess(pid)).toBeDefined();
  });

  it('signals the one that is meant', async () => {
    const { child, pid } = await sleeper();
    const identity = await identifyProcess(pid);
    if (identity === undefined) throw new Error('not identified');
    const exit = once(child, 'exit');
    expect(await signalProcess(identity, 'SIGTERM')).toBe(true);
    expect((await exit)[1]).toBe('SIGTERM');
    expect(await signalProcess(identity, 'SIGTERM')).toBe(false);
  });

  it.runIf(process.platform === 'linux')(
    'takes nobody for dead of whom the system does not tell',
    async () => {
      const { pid } = await sleeper();
      const identity = await identifyProcess(pid);
      if (identity === undefined) throw new Error('not identified');
      const full = Object.assign(new Error('too many open files'), { code: 'EMFILE' });
      vi.mocked(readFile).mockRejectedValueOnce(full);
      expect(await isAlive(identity)).toBe(true);
      vi.mocked(readFile).mockRejectedValueOnce(full);
      await expect(identifyProcess(pid)).rejects.toThrow('too many open files');
    },
  );

  it.each([0, -1, 4_194_305, Number.NaN])('finds nobody at %s', async (pid) => {
    expect(await identifyProcess(pid)).toBeUndefined();
  });
});
