import { rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../contract/errors.ts';
import { takeLock } from '../../home/lock.ts';
import type { HomePaths } from '../../home/paths.ts';
import { fakeHost, makeHome, statusOf } from '../fakes/fake-view.ts';
import { checkHost, checkLock, checkVm } from './host.ts';

let paths: HomePaths;

beforeEach(async () => {
  paths = await makeHome();
});
afterEach(() => rm(paths.home, { recursive: true, force: true }));

const problem = (code: Failure['code'], message = code): Failure => ({ code, message, hint: `mend ${code}` });

describe('the lock', () => {
  it('is well when nobody has it, and when somebody living does', async () => {
    expect(await checkLock({ paths })).toEqual({ verdict: 'ok', message: 'Nobody holds it.', hint: '' });
    const lock = await takeLock(paths.lock, 'headless');
    expect(await checkLock({ paths })).toMatchObject({
      verdict: 'ok',
      message: `Held by process ${process.pid} (headless).`,
    });
    if ('release' in lock) await lock.release();
  });

  it('is a warning when it was left by a process that is gone', async () => {
    await writeFile(paths.lock, JSON.stringify({ pid: 2 ** 22 - 1, started: 'then', kind: 'headless' }));
    expect(await checkLock({ paths })).toMatchObject({
      verdict: 'warning',
      hint: expect.stringContaining('slipway start'),
    });
  });
});

describe('the supervising process', () => {
  const host = { pid: 41, kind: 'headless' } as const;

  it('is well when it answers', async () => {
    const answering = fakeHost({ 'settings.list': async () => [] });
    const found = await checkHost({ host: answering, status: statusOf(paths, { host }) });
    expect(found).toMatchObject({
      verdict: 'ok',
      message: expect.stringMatching(/^Process 41 \(headless\) answers/),
    });
  });

  it('is skipped when there is none, and none is needed', async () => {
    expect(await checkHost({ host: undefined, status: statusOf(paths) })).toMatchObject({
      verdict: 'skipped',
    });
  });

  it.each(['vm-orphaned', 'host-unreachable', 'host-unresponsive'] as const)(
    'is a failure by %s',
    async (code) => {
      const status = statusOf(paths, { problems: [problem('accelerator-failed'), problem(code)] });
      expect(await checkHost({ host: undefined, status })).toEqual({
        ...{ verdict: 'failure', message: code, hint: `mend ${code}` },
      });
    },
  );

  it('is well when it answers and tells that it cannot end a VM, which is told with the VM', async () => {
    const answering = fakeHost({ 'settings.list': async () => [] });
    const status = statusOf(paths, { host, state: 'failed', problems: [problem('vm-orphaned')] });
    expect(await checkHost({ host: answering, status })).toMatchObject({ verdict: 'ok' });
    expect(await checkVm({ status })).toMatchObject([{ verdict: 'failure', message: 'vm-orphaned' }]);
  });

  it('is a failure when it holds the home and does not listen', async () => {
    expect(await checkHost({ host: undefined, status: statusOf(paths, { host }) })).toMatchObject({
      verdict: 'failure',
      hint: expect.stringContaining('end process 41'),
    });
  });
});

describe('the VM', () => {
  it.each([
    ['stopped', 'ok'],
    ['sleeping', 'ok'],
    ['running', 'ok'],
    ['preparing', 'warning'],
    ['booting', 'warning'],
    ['waiting', 'warning'],
    ['stopping', 'warning'],
    ['failed', 'failure'],
    ['backoff', 'failure'],
  ] as const)('that is %s is: %s', async (state, verdict) => {
    expect(await checkVm({ status: statusOf(paths, { state }) })).toMatchObject([{ verdict }]);
  });

  it('that failed is told of by its reason, and whatever else is known beside it, once', async () => {
    const problems = [problem('qemu-failed'), problem('settings-invalid'), problem('accelerator-failed')];
    expect(await checkVm({ status: statusOf(paths, { state: 'failed', problems }) })).toMatchObject([
      { verdict: 'failure', message: 'qemu-failed' },
      { verdict: 'warning', message: 'settings-invalid' },
    ]);
  });

  it.each(['disk-full', 'engine-unreachable', 'qemu-failed', 'vm-unresponsive'] as const)(
    'that waits for an engine which was lost by %s is a failure, by that reason',
    async (code) => {
      const problems = [problem(code), problem('settings-invalid')];
      expect(await checkVm({ status: statusOf(paths, { state: 'waiting', problems }) })).toEqual([
        { verdict: 'failure', message: code, hint: `mend ${code}` },
        { verdict: 'warning', message: 'settings-invalid', hint: 'mend settings-invalid' },
      ]);
    },
  );

  it('that waits for an engine which is on its way is told with what is known beside it', async () => {
    const status = statusOf(paths, { state: 'waiting', problems: [problem('settings-invalid')] });
    expect(await checkVm({ status })).toMatchObject([
      { verdict: 'warning', message: 'On its way: waiting.' },
      { verdict: 'warning', message: 'settings-invalid' },
    ]);
  });

  it.each([
    ['waiting', 'vm-orphaned'],
    ['waiting', 'host-unreachable'],
    ['preparing', 'host-unresponsive'],
  ] as const)(
    'that is told to be %s with %s is left to the check of who supervises it',
    async (state, code) => {
      const vm = { driver: 'qemu', accelerator: 'tcg', cpus: 2, memoryMiB: 2048, pid: 42 } as const;
      const status = statusOf(paths, {
        state,
        vm: state === 'waiting' ? vm : null,
        problems: [problem(code)],
      });
      const found = await checkVm({ status });
      expect(found).toMatchObject([{ verdict: 'skipped', message: expect.stringContaining('is not known') }]);
      expect(await checkHost({ host: undefined, status })).toMatchObject({
        verdict: 'failure',
        message: code,
      });
    },
  );
});
