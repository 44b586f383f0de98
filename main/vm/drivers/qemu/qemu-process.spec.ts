import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchQemu, withLargePages } from './qemu-process.ts';

vi.mock('../../../util/wait.ts', async (original) =>
  (await import('../../fakes/fast-waits.ts')).fastWaits(original),
);

const kernel = vi.hoisted(() => ({ living: true, signals: [] as string[], refuses: false }));

// No test can make a process that SIGKILL does not end: that takes a disk that hangs.
vi.mock('../../../util/process-identity.ts', () => ({
  isAlive: async () => kernel.living,
  signalProcess: async (_: unknown, signal: string) => {
    if (kernel.refuses) throw new Error('kill EPERM');
    kernel.signals.push(signal);
    return kernel.living;
  },
}));

afterEach(() => {
  Object.assign(kernel, { living: false, signals: [], refuses: false });
});

const undying = {
  code: 'vm-orphaned',
  message: expect.stringContaining('process 4242 '),
  hint: expect.stringContaining('4242'),
};

describe('kill', () => {
  it('resolves once the process is gone', async () => {
    kernel.living = true;
    const killed = watchQemu({ pid: 4242, started: 'then' }).kill();
    kernel.living = false;
    await killed;
    expect(kernel.signals).toEqual(['SIGKILL']);
  });

  it('gives up on a process that does not end, naming it', async () => {
    kernel.living = true;
    await expect(watchQemu({ pid: 4242, started: 'then' }).kill()).rejects.toMatchObject(undying);
  });

  it('names a process that may not be killed', async () => {
    Object.assign(kernel, { living: true, refuses: true });
    await expect(watchQemu({ pid: 4242, started: 'then' }).kill()).rejects.toMatchObject({
      ...undying,
      detail: 'kill EPERM',
    });
  });
});

describe('the environment', () => {
  it('asks for large pages, unless the user has said what else is to be', () => {
    expect(withLargePages({ PATH: '/bin' })).toEqual({
      PATH: '/bin',
      GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
    });
    expect(withLargePages({ GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' }).GLIBC_TUNABLES).toBe(
      'glibc.malloc.hugetlb=1:glibc.malloc.hugetlb=0',
    );
  });
});
