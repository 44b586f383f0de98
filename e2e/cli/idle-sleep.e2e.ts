import { afterAll, beforeAll, expect, it } from 'vitest';
import { delay } from '../../main/util/wait.ts';
import { createSleeper } from '../sleep/sleeper.ts';
import { type Instance, removeInstance, testSettings } from '../support/instance.ts';
import { offline } from '../support/offline.ts';

/** Three seconds: what a test can wait for. Nothing here depends on a command being quicker: what must not sleep is in use all along. */
const idleMinutes = 0.05;
const idleMs = idleMinutes * 60_000;

/** Milliseconds in which the memory of a small guest is saved, on a busy machine. */
const savedWithinMs = 60_000;

const settings = { ...testSettings, 'vm.sleepAfterMinutes': idleMinutes };

let vm: Instance;
/** What any docker client needs to know. */
let socketOnly: NodeJS.ProcessEnv;

beforeAll(async () => {
  vm = await createSleeper(settings);
  socketOnly = { DOCKER_HOST: `unix://${vm.paths.dockerSocket}` };
  await vm.start();
});
afterAll(() => removeInstance(vm));

const state = async () => (await vm.status()).state;

async function untilAsleep(): Promise<void> {
  await expect
    .poll(() => vm.status(), { timeout: savedWithinMs, interval: 250 })
    .toMatchObject({ state: 'sleeping', vm: null, sleep: { since: expect.any(Number) } });
}

it('does not fall asleep for want of use while a container runs', async () => {
  expect(
    (await vm.docker(['run', '-d', ...offline, '--name', 'busy', 'slipway/busybox', 'sleep', '900'])).code,
  ).toBe(0);
  // The engine is asked twice in this time.
  await delay(2.5 * idleMs);
  expect(await state()).toBe('running');
});

it('does not fall asleep while a client is connected', async () => {
  let client = 0;
  const events = vm.plainDocker(['events'], {
    env: socketOnly,
    onSpawn: (pid) => {
      client = pid;
    },
  });
  expect((await vm.docker(['rm', '--force', 'busy'])).code).toBe(0);
  await delay(2 * idleMs);
  expect(await state()).toBe('running');
  process.kill(client, 'SIGTERM');
  await events;
});

it('falls asleep once nothing runs and nobody is connected, and says since when and how large', async () => {
  const before = Date.now();
  await untilAsleep();
  const { sleep, socket } = await vm.status();
  expect(socket).toBe(`unix://${vm.paths.dockerSocket}`);
  expect(sleep?.since).toBeGreaterThan(before - idleMs);
  expect(sleep?.bytes).toBeGreaterThan(10_000_000);
  const { stdout } = await vm.slipway(['status']);
  expect(stdout).toMatch(/^State +sleeping$/m);
  expect(stdout).toMatch(
    /^Sleep +since 20[\d-]{8} [\d:]{8}, \d.* MB on disk; the first use of the socket wakes it$/m,
  );
});

it('asking for its status leaves it asleep; a plain docker client wakes it', async () => {
  await delay(idleMs);
  expect(await state()).toBe('sleeping');
  const { code, stdout } = await vm.plainDocker(['ps', '--all', '--quiet'], { env: socketOnly });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect((await vm.status()).boot).toMatchObject({ kind: 'resume' });
});

it('falls asleep again, and with a running container if that is allowed', async () => {
  await vm.slipway(['settings', 'set', 'vm.sleepWithContainers', 'true']);
  expect(
    (await vm.docker(['run', '-d', ...offline, '--name', 'still', 'slipway/busybox', 'sleep', '900'])).code,
  ).toBe(0);
  await untilAsleep();
});

it('wakes for a shell, and stays awake for as long as that is open', async () => {
  const { code, stdout } = await vm.slipway([
    'shell',
    '--',
    `sleep ${Math.ceil((2 * idleMs) / 1_000)}; echo awake`,
  ]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'awake\n' });
  const names = await vm.docker(['ps', '--format', '{{.Names}}']);
  expect(names.stdout).toBe('still\n');
});
