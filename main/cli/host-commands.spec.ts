import { mkdtemp, rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import type { hostRequests } from '../contract/host.ts';
import type { Handlers } from '../contract/requests.ts';
import type { Status, VmState } from '../contract/status.ts';
import type { ControlServer } from '../control/server.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { statusOf as fakeStatus, serveFakeHost } from './fakes/fake-host.ts';
import { type HeardOutput, hearOutput } from './fakes/heard-output.ts';
import { commandWords, restart, start } from './start-command.ts';
import { stop } from './stop-command.ts';

let paths: HomePaths;
let server: ControlServer | undefined;
let output: HeardOutput;

beforeEach(async () => {
  paths = homePaths(await mkdtemp('/tmp/sw-unit-'));
  await prepareHome(paths);
  output = hearOutput();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await server?.close();
  server = undefined;
  await rm(paths.home, { recursive: true, force: true });
});

const statusOf = (state: VmState, more: Partial<Status> = {}) => fakeStatus(paths, state, more);

async function fakeHost(handlers: Partial<Handlers<typeof hostRequests>>): Promise<void> {
  server = await serveFakeHost(paths, handlers);
}

describe('start', () => {
  const stage = (name: string, durationMs: number | null, usualMs: number | null = null) => ({
    name,
    startedAt: Date.now(),
    durationMs,
    usualMs,
  });

  it('tells each stage as it ends, the accelerator that was left, and how to go on', async () => {
    const boot = { kind: 'cold' as const, startedAt: Date.now(), durationMs: null };
    await fakeHost({
      'status.get': async () => statusOf('stopped'),
      'vm.start': async () => {
        const verdict = { accelerator: 'kvm' as const, works: false, reason: 'no sign of life' };
        const first = [stage('kernel', 4_500, 4_400), stage('modules', null)];
        server?.announce('status', statusOf('booting', { boot: { ...boot, stages: first } }));
        const second = [stage('kernel', 4_500, 4_400), stage('modules', 300), stage('new-stage', 5)];
        const accelerators = [
          { ...verdict, triedAt: Date.now() },
          // Known from an earlier start.
          { ...verdict, accelerator: 'whpx' as const, triedAt: 1 },
        ];
        const trying = statusOf('waiting', { boot: { ...boot, stages: first }, accelerators });
        server?.announce('status', trying);
        const vm = { driver: 'qemu' as const, accelerator: 'tcg' as const, cpus: 2, memoryMiB: 2048, pid: 7 };
        server?.announce('status', { ...trying, boot: { ...boot, stages: second }, vm });
        return statusOf('running', { accelerators });
      },
    });
    await start(paths);
    expect(output.remarked).toBe(
      [
        '  Start the Linux kernel                 4.5 s   usually 4.4 s',
        '  KVM is not used, software emulation is: no sign of life.',
        '  Load drivers                          300 ms',
        '  new-stage                               5 ms',
        '',
      ].join('\n'),
    );
    expect(output.printed).toMatch(
      /^Running in [^.]+\.? ?.*Docker 28\.5\.2 on unix:\/\/.*\n {2}try: slipway docker run slipway\/hello\n$/s,
    );
  });

  it.each([
    [{}, 'slipway'],
    [{ npm_package_name: 'slipway', npm_lifecycle_event: 'slipway' }, 'npm run -s slipway --'],
    [{ npm_package_name: 'slipway', npm_lifecycle_event: 'test' }, 'slipway'],
    [{ npm_package_name: 'other', npm_lifecycle_event: 'start' }, 'slipway'],
  ])('is called by %j as %s', (environment, words) => {
    expect(commandWords(environment)).toBe(words);
  });

  it('says that it was running already, telling nothing of the start long ago', async () => {
    const boot = { kind: 'cold' as const, startedAt: 1, durationMs: 2, stages: [stage('kernel', 1)] };
    const status = statusOf('running', { boot });
    await fakeHost({ 'status.get': async () => status, 'vm.start': async () => status });
    await start(paths);
    expect(output.remarked).toBe('');
    expect(output.printed).toContain('Already running');
  });

  it('tells of a try that failed and of the next one', async () => {
    await fakeHost({
      'status.get': async () => statusOf('stopped'),
      'vm.start': async () => {
        const problems = [{ code: 'vm-exited' as const, message: 'QEMU ended.', hint: 'Wait.' }];
        const retry = { attempt: 2, of: 5, at: Date.now() + 4_000 };
        server?.announce('status', statusOf('backoff', { problems, retry }));
        return statusOf('running');
      },
    });
    await start(paths);
    expect(output.remarked).toMatch(/QEMU ended\. Trying again in [34]\.\d s \(2 of 5\)\./);
  });

  it("rejects with the host's own reason", async () => {
    await fakeHost({
      'status.get': async () => statusOf('stopped'),
      'vm.start': async () => {
        throw new SlipwayError({
          code: 'image-corrupt',
          message: 'The image is damaged.',
          hint: 'Build it again.',
        });
      },
    });
    await expect(start(paths)).rejects.toMatchObject({ code: 'image-corrupt', hint: 'Build it again.' });
  });

  it('goes on with the next host when the first one leaves under its hands', async () => {
    let asked = 0;
    const again = async () => {
      await server?.close();
      await fakeHost({
        'status.get': async () => statusOf('stopped'),
        'vm.start': async () => statusOf('running'),
      });
    };
    await fakeHost({
      'status.get': async () => statusOf('stopping'),
      'vm.start': () => {
        asked += 1;
        void again();
        return new Promise(() => undefined);
      },
    });
    await start(paths);
    expect(asked).toBe(1);
    expect(output.printed).toContain('Running in');
  });

  it('is what restart ends with', async () => {
    await fakeHost({
      'status.get': async () => statusOf('running'),
      'vm.restart': async () =>
        statusOf('running', { boot: { kind: 'cold', startedAt: Date.now(), durationMs: 5, stages: [] } }),
    });
    await restart(paths);
    expect(output.printed).toContain('Running in');
  });
});

describe('stop', () => {
  it('says that it has stopped, and shows what went wrong on the way', async () => {
    const problems = [
      { code: 'engine-unreachable' as const, message: 'It was ended by force.', hint: 'Look.' },
    ];
    await fakeHost({
      'status.get': async () => statusOf('running'),
      'vm.stop': async () => statusOf('stopped', { problems }),
    });
    await stop(paths);
    expect(output.printed).toMatch(/^Stopped in \d+ ms\.\n$/);
    expect(output.remarked).toBe('  note: It was ended by force. Look.\n');
  });

  it('says so when it was stopped already, with a host and without', async () => {
    await stop(paths);
    await fakeHost({
      'status.get': async () => statusOf('stopped'),
      'vm.stop': async () => statusOf('stopped'),
    });
    await stop(paths);
    expect(output.printed).toBe('The engine is stopped already.\n'.repeat(2));
  });

  it('believes a host that leaves before it has answered, since it leaves when all is down', async () => {
    await fakeHost({
      'status.get': async () => statusOf('running'),
      'vm.stop': () => {
        void server?.close();
        return new Promise(() => undefined);
      },
    });
    await stop(paths);
    expect(output.printed).toContain('Stopped in');
  });
});
