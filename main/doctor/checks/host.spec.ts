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
    ['booting', 'warning'],
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
});
