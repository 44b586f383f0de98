import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSleeper, type Sleeper } from '../sleep/sleeper.ts';
import { processesOf } from '../support/home-processes.mjs';
import { removeInstance, testSettings } from '../support/instance.ts';
import { offline } from '../support/offline.ts';

/** Milliseconds after which a reset that was begun is killed: while the VM falls asleep. */
const killAfterMs = 700;

let vm: Sleeper;

beforeAll(async () => {
  vm = await createSleeper();
  await vm.start();
  await vm.run(
    ...['run', '--detach', '--init', ...offline, '--name', 'kept', '--volume', 'data:/data'],
    ...['slipway/busybox', 'sh', '-c', 'echo written >/data/file; sync; sleep 9000'],
  );
});
afterAll(() => removeInstance(vm));

const identity = () => vm.run('inspect', '--format', '{{.Id}} {{.State.Pid}} {{.State.StartedAt}}', 'kept');
const containers = () => vm.run('ps', '--all', '--format', '{{.Names}}');
const written = () =>
  vm.run('run', '--rm', ...offline, '--volume', 'data:/data', 'slipway/busybox', 'cat', '/data/file');

it('asks, and without a terminal refuses with the command that does not ask', async () => {
  const { code, stderr } = await vm.slipway(['reset']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/try: .*`slipway reset --yes`/);
  expect(await vm.status()).toMatchObject({ state: 'running' });
});

it('killed before it has begun leaves the instance as it was', async () => {
  const before = await identity();
  const killed = await vm.slipway(['reset', '--yes'], {
    onSpawn: (pid) => setTimeout(() => process.kill(pid, 'SIGKILL'), killAfterMs),
  });
  expect(killed.signal).toBe('SIGKILL');
  await vm.wake();
  expect(await identity()).toBe(before);
});

let back = '';

it('makes the instance new, leaves no process, and tells the way back', async () => {
  expect((await vm.slipway(['settings', 'get', 'vm.cpus'])).stdout).toBe('1\n');
  const { code, stdout, stderr } = await vm.slipway(['reset', '--yes', '--json']);
  expect({ code, stderr: stderr.includes('slipway:') }).toEqual({ code: 0, stderr: false });
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({ keptData: false, back: expect.stringMatching(/^before-reset-/) });
  expect(told.backBytes).toBeGreaterThan(10_000_000);
  back = told.back;
  // The host leaves after its last answer.
  await expect.poll(() => processesOf(vm.paths.home), { timeout: 10_000 }).toEqual([]);
  expect(await vm.status()).toMatchObject({ state: 'stopped', vm: null, host: null });
  expect(await readdir(vm.paths.disks)).toEqual([]);
  expect((await vm.slipway(['settings', 'get', 'vm.cpus'])).stdout).toBe('0\n');
  // As the test's instance was made.
  for (const [key, value] of Object.entries(testSettings))
    await vm.slipway(['settings', 'set', key, String(value)]);
  await vm.wake();
  expect(await containers()).toBe('');
});

it('leads back to disk and memory: the container goes on', async () => {
  const restored = await vm.slipway(['snapshot', 'restore', back, '--yes']);
  expect(restored).toMatchObject({ code: 0 });
  await vm.wake();
  expect(await vm.run('inspect', '--format', '{{.State.Status}}', 'kept')).toBe('running');
  expect(await vm.run('exec', 'kept', 'cat', '/data/file')).toBe('written');
});

it('keeps images, containers and volumes if it is told to, and makes the rest new', async () => {
  const { code, stdout } = await vm.slipway(['reset', '--keep-data', '--yes'], { timeoutMs: 120_000 });
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('were kept') });
  // The host leaves after its last answer.
  await expect.poll(() => processesOf(vm.paths.home), { timeout: 10_000 }).toEqual([]);
  expect(await readdir(vm.paths.keys)).toEqual([]);
  expect((await vm.slipway(['settings', 'get', 'app.onClose'])).stdout).toBe('sleep\n');
  const { kind } = await vm.wake();
  expect(kind).toBe('cold');
  expect(await containers()).toBe('kept');
  expect(await written()).toBe('written');
});
