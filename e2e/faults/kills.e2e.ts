import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Status } from '../../main/contract/status.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from '../../main/util/process-identity.ts';
import { abortAfter, delay, poll } from '../../main/util/wait.ts';
import { logInToGuest } from '../../main/vm/guest/log-in.ts';
import { createSleeper, type Sleeper } from '../sleep/sleeper.ts';
import { hostPidOf } from '../support/host-pid.ts';
import { imageArchiveOf } from '../support/image-archive.ts';
import { createInstance, type Instance, removeInstance, testSettings } from '../support/instance.ts';
import { killProcess } from '../support/kill-process.ts';
import { offline } from '../support/offline.ts';
import type { ProgramResult } from '../support/run-program.ts';
import { sleepingOriginal } from '../support/shared-vm.ts';
import { type StatusWatch, watchStatus } from './watch-status.ts';

// One instance goes through nearly all of this, one after the other, as an unlucky one might.
let vm: Instance;
let watch: StatusWatch | undefined;
/** Two others that stand still meanwhile: for half a minute nothing happens but that they are waited for. */
let frozen: Sleeper;
let frozenWatch: StatusWatch | undefined;
let thaw: Promise<Thaw>;
/** The one that nobody supervises. */
let mute: Sleeper;
let shells: Promise<Shells> | undefined;

beforeAll(async () => {
  vm = await createInstance({ verdictsOf: await sleepingOriginal(), settings: testSettings });
  frozen = await createSleeper();
  await frozen.start();
  await keep(frozen);
  frozenWatch = await watchStatus(frozen);
  thaw = freeze(frozenWatch);
  // Whoever asks for it hears of it.
  thaw.catch(() => undefined);
  mute = await createSleeper();
  await mute.start();
  await keep(mute);
  shells = openShells();
  shells.catch(() => undefined);
});

afterEach(() => {
  watch?.close();
  watch = undefined;
});

afterAll(async () => {
  frozenWatch?.close();
  await shells?.catch(() => undefined);
  await Promise.all([vm, frozen, mute].map(removeInstance));
});

const docker = (...parameters: readonly string[]) => dockerOf(vm, ...parameters);

async function dockerOf(instance: Instance, ...parameters: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await instance.client(parameters);
  if (code !== 0) throw new Error(`docker ${parameters.join(' ')}: ${stderr}`);
  return stdout.trim();
}

async function machinePid(): Promise<number> {
  const { state, vm: machine } = await vm.status();
  if (machine === null) throw new Error(`there is no VM: ${state}`);
  return machine.pid;
}

const precious = 'written and synced before the fault';

/** A container that is to run always, and what it has on its volume. */
async function keep(instance: Instance): Promise<void> {
  // It ends when a stop tells it to: one that is deaf is given ten seconds.
  await dockerOf(
    instance,
    ...['run', '--detach', '--init', ...offline, '--name', 'keeper', '--restart', 'always'],
    ...['--volume', 'data:/data'],
    ...['slipway/busybox', 'sleep', '1000000'],
  );
  const write = `printf '${precious}' | dd of=/data/precious conv=fsync 2>/dev/null`;
  await dockerOf(instance, 'exec', 'keeper', 'sh', '-c', write);
}

/** What was acknowledged before a fault is there after it, and the container that was to run always runs. */
async function expectNothingLost(instance = vm): Promise<void> {
  const cat = ['exec', 'keeper', 'cat', '/data/precious'];
  const read = () => dockerOf(instance, ...cat).catch(() => undefined);
  expect(await poll(500, abortAfter(60_000), read)).toBe(precious);
}

/** What became of a VM that was frozen. */
interface Thaw {
  readonly pid: number;
  readonly identity: ProcessIdentity;
  readonly noticed: Status;
  readonly noticedAfterMs: number;
  /** Running again. */
  readonly again: Status;
}

async function freeze(told: StatusWatch): Promise<Thaw> {
  const pid = told.told.at(-1)?.vm?.pid ?? 0;
  const identity = await identifyProcess(pid);
  if (identity === undefined) throw new Error('there is no VM');
  const at = Date.now();
  process.kill(pid, 'SIGSTOP');
  const noticed = await told.until('noticed', (now) => now.state !== 'running', 60_000);
  const noticedAfterMs = Date.now() - at;
  const again = await told.until('running again', (now) => now.state === 'running');
  return { pid, identity, noticed, noticedAfterMs, again };
}

/** What came of shells in a guest that stands still, one before its login and one after. */
interface Shells {
  readonly machine: number;
  readonly opened: PromiseSettledResult<unknown>;
  readonly typed: PromiseSettledResult<ProgramResult>;
}

async function openShells(): Promise<Shells> {
  const machine = await mute.machinePid();
  const words = { message: 'No answer.', hint: 'None.' };
  const session = await logInToGuest(mute.paths, words, abortAfter(60_000));
  try {
    await killProcess(await hostPidOf(mute));
    process.kill(machine, 'SIGSTOP');
    const [opened, typed] = await Promise.allSettled([
      session.shell({ columns: 80, rows: 24, type: 'xterm' }, new AbortController().signal),
      mute.slipway(['shell', 'true'], { timeoutMs: 120_000 }),
    ]);
    return { machine, opened, typed };
  } finally {
    process.kill(machine, 'SIGCONT');
    session.end();
  }
}

const startedAt = () => docker('inspect', '--format', '{{.State.StartedAt}}', 'keeper');

describe('QEMU killed', () => {
  it('while it starts: says so, starts again by itself, and the start that was asked for succeeds', async () => {
    const starting = vm.slipway(['start'], { timeoutMs: 280_000 });
    watch = await watchStatus(vm);
    const { vm: first } = await watch.until(
      'a booting VM',
      (now) => now.state === 'booting' && now.vm !== null,
    );
    await killProcess(first?.pid ?? 0);
    const backoff = await watch.until('backoff', (now) => now.state === 'backoff');
    expect(backoff).toMatchObject({ vm: null, engine: null, retry: { attempt: 2, of: 5 } });
    expect(backoff.problems[0]).toMatchObject({ code: 'vm-exited', hint: expect.stringMatching(/\w/) });
    expect(watch.states()).not.toContain('running');
    expect(await starting).toMatchObject({ code: 0, stdout: expect.stringContaining('Running in') });
    expect(watch.states().slice(-4)).toEqual(['preparing', 'booting', 'waiting', 'running']);
    expect(await machinePid()).not.toBe(first?.pid);
  });

  // One VM that dies in the midst of all of it: a second one would show nothing but a second boot.
  it('while a container runs, an image is loaded, another is built and a container is begun: never called running meanwhile, nothing lost, the container back; each is told, and can be done again', async () => {
    await keep(vm);
    const cargo = randomBytes(60_000_000);
    const archive = join(vm.userHome, 'cargo.tar');
    const load = ['load', '--input', archive];
    const dockerfile = 'FROM slipway/busybox\nRUN sleep 31415\n';
    const build = (content: string) =>
      vm.client(['build', '--tag', 'built', '-'], { input: content, timeoutMs: 170_000 });
    await writeFile(archive, await imageArchiveOf('cargo:1', { cargo }));

    const building = build(dockerfile);
    await poll(300, abortAfter(60_000), async () =>
      (await vm.slipway(['shell', 'ps -o args'])).stdout.includes('sleep 31415') ? true : undefined,
    );
    let over = 0;
    const clients = [
      building,
      vm.client(load),
      vm.client(['run', '--name', 'begun', 'slipway/busybox', 'sleep', '60']),
    ];
    for (const client of clients) client.finally(() => over++).catch(() => undefined);
    await delay(1_500);
    expect(over).toBe(0);
    watch = await watchStatus(vm);
    const before = watch.told.at(-1)?.vm?.pid ?? 0;
    await killProcess(before);
    await watch.until('backoff', (now) => now.state === 'backoff');
    for (const { code, stderr } of await Promise.all(clients)) {
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/\w/);
    }
    const again = await watch.until('running again', (now) => now.state === 'running');
    // A ping that is under way at that moment may find the engine gone before its VM is seen to be.
    const told = watch.told.slice(watch.told.findIndex(({ state }) => state === 'backoff'));
    expect(watch.states().join(' ')).toMatch(
      /^running (waiting )?backoff preparing booting waiting running$/,
    );
    expect(again.vm?.pid).not.toBe(before);
    for (const now of told.filter(({ state }) => state !== 'running')) {
      expect(now.engine).toBeNull();
      expect(now.problems[0]).toMatchObject({ code: 'vm-exited' });
    }
    await expectNothingLost();
    await docker(...load);
    await docker('create', '--name', 'carrier', 'cargo:1', 'nothing');
    const carried = join(vm.userHome, 'carried');
    await docker('cp', 'carrier:/cargo', carried);
    expect((await readFile(carried)).equals(cargo)).toBe(true);
    expect(await build('FROM slipway/busybox\nRUN echo built >/word\n')).toMatchObject({ code: 0 });
    expect(await docker('run', '--rm', ...offline, 'built', 'cat', '/word')).toBe('built');
    await docker('rm', '--force', 'begun');
  }, 400_000);
});

describe('the supervisor killed', () => {
  it('leaves VM and containers alone; the next start takes them over', async () => {
    const [machine, since] = [await machinePid(), await startedAt()];
    await killProcess(await hostPidOf(vm));
    expect(await vm.status()).toMatchObject({
      state: 'waiting',
      host: null,
      vm: { pid: machine },
      problems: [{ code: 'vm-orphaned', hint: expect.stringContaining('slipway start') }],
    });
    const { durationMs } = await vm.start();
    expect(await vm.status()).toMatchObject({
      state: 'running',
      vm: { pid: machine },
      boot: { kind: 'adopt' },
    });
    console.log(`  adopted in ${(durationMs / 1_000).toFixed(1)} s, the command's own start included`);
    expect(await startedAt()).toBe(since);
    await expectNothingLost();
  });

  it('can put to sleep and wake what it has taken over: the guest still answers its host', async () => {
    const since = await startedAt();
    expect((await vm.status()).memory).toMatchObject({ usesBytes: expect.any(Number) });
    expect(await vm.slipway(['sleep'])).toMatchObject({ code: 0 });
    await vm.start();
    expect((await vm.status()).boot).toMatchObject({ kind: 'resume' });
    expect(await startedAt()).toBe(since);
  });

  it('is no hindrance to a stop: the next command takes over and puts the VM down in good order', async () => {
    await killProcess(await hostPidOf(vm));
    expect(await vm.slipway(['stop'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Stopped in'),
    });
    expect((await readdir(vm.paths.run)).filter((name) => name !== 'last-status.json')).toEqual([]);
  });
});

describe('supervisor and QEMU killed at once, while starting', () => {
  it('starts anew, with all data', async () => {
    const interrupted = vm.slipway(['start'], { timeoutMs: 280_000 });
    watch = await watchStatus(vm);
    const { vm: machine } = await watch.until(
      'a booting VM',
      (now) => now.state === 'booting' && now.vm !== null,
    );
    // The supervisor first: it must not have the time to begin anything for the loss of its VM.
    await killProcess(await hostPidOf(vm));
    await killProcess(machine?.pid ?? 0);
    // The command that waited brings up another supervisor by itself, which starts the VM.
    expect(await interrupted).toMatchObject({ code: 0 });
    expect(await vm.status()).toMatchObject({
      state: 'running',
      boot: { kind: expect.stringMatching(/^(cold|template)$/) },
    });
    await expectNothingLost();
  });
});

describe('QEMU frozen', () => {
  it('is noticed, told as it is, and put right', async () => {
    const { pid, identity, noticed, noticedAfterMs, again } = await thaw;
    console.log(`  noticed after ${(noticedAfterMs / 1_000).toFixed(1)} s`);
    expect(noticed.problems[0]).toMatchObject({
      code: 'vm-unresponsive',
      message: expect.stringContaining(String(pid)),
    });
    expect(again.vm?.pid).not.toBe(pid);
    expect(await isAlive(identity)).toBe(false);
    await expectNothingLost(frozen);
  });

  it('with nobody to supervise it: a shell ends with a clear error, before and after its login', async () => {
    const { machine, opened, typed } = (await shells) ?? expect.fail('nobody asked for a shell');
    expect(opened).toMatchObject({
      reason: { code: 'guest-unreachable', hint: expect.stringMatching(/\w/) },
    });
    expect(typed).toMatchObject({
      value: { code: 1, stderr: expect.stringMatching(/^slipway: .*SSH.*\n {2}try: \S/) },
    });
    await mute.start();
    expect(await mute.machinePid()).toBe(machine);
    await expectNothingLost(mute);
  });
});

describe('the engine killed in the guest', () => {
  it('comes back in the same VM', async () => {
    watch = await watchStatus(vm);
    const machine = watch.told.at(-1)?.vm?.pid;
    const engine = async () => (await vm.slipway(['shell', 'pidof dockerd'])).stdout.trim();
    const before = await engine();
    expect(before).toMatch(/^\d+$/);
    const mirror = (name: string) =>
      vm.slipway(['settings', 'set', 'images.mirrors', `https://${name}.test`]);
    await mirror('before');
    expect(await vm.slipway(['shell', `kill -9 ${before}`])).toMatchObject({ code: 0 });
    // Nobody is there to be told of it.
    await mirror('meanwhile');
    await poll(500, abortAfter(90_000), async () =>
      (await docker('info').catch(() => '')) ? true : undefined,
    );
    const now = await watch.until('running', ({ state }) => state === 'running');
    expect(now.vm?.pid).toBe(machine);
    expect(await engine()).not.toBe(before);
    await mirror('before');
    await expect
      .poll(() => docker('info', '--format', '{{json .RegistryConfig.Mirrors}}'))
      .toBe('["https://before.test/"]');
    await vm.slipway(['settings', 'unset', 'images.mirrors']);
    await expectNothingLost();
  });
});
