import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeInstance } from '../support/instance.ts';
import { offline } from '../support/offline.ts';
import { expectGuestClockRight } from './guest-clock.ts';
import { createSleeper, type Sleeper } from './sleeper.ts';

let vm: Sleeper;
const names = ['one', 'two', 'three'];

beforeAll(async () => {
  vm = await createSleeper();
  await vm.start();
  const script = 'trap "echo asked >>/data/$0; sync; exit 0" TERM; while :; do sleep 1; done';
  const run = ['run', '--detach', ...offline, '--volume', 'data:/data', '--name'];
  await Promise.all(names.map((name) => vm.run(...run, name, 'slipway/busybox', 'sh', '-c', script, name)));
});

afterAll(() => removeInstance(vm));

/** When each container was started, and its process: what a boot would change. */
const identities = () =>
  vm.run('inspect', '--format', '{{.Name}} {{.State.Pid}} {{.State.StartedAt}}', ...names);

describe('sleep and the first use of the socket', () => {
  it('leaves no process of the VM, and three containers go on with their processes', async () => {
    const before = await identities();
    const bootId = await vm.inGuest('cat /proc/sys/kernel/random/boot_id');
    const machine = await vm.machinePid();
    const { durationMs } = await vm.sleep();
    expect(() => process.kill(machine, 0)).toThrow('ESRCH');
    expect(await vm.savedFiles()).toEqual(['asleep.json', 'asleep.memory']);

    const asked = await vm.client(['ps', '--format', '{{.Names}} {{.State}}']);
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    expect(asked.stdout.trim().split('\n').toSorted()).toEqual(
      names.map((name) => `${name} running`).toSorted(),
    );
    console.log(
      `  asleep in ${Math.round(durationMs)} ms; the first \`docker ps\` took ${Math.round(asked.durationMs)} ms`,
    );
    // The first client is served before the supervisor has seen for itself that the engine answers.
    await expect
      .poll(() => vm.status())
      .toMatchObject({
        state: 'running',
        boot: { kind: 'resume' },
        problems: expect.not.arrayContaining([{ code: 'resume-failed' }]),
      });
    expect(await identities()).toBe(before);
    expect(await vm.inGuest('cat /proc/sys/kernel/random/boot_id')).toBe(bootId);
    expect(await vm.savedFiles()).toEqual([]);
  });

  it('serves several who come at once', async () => {
    await vm.sleep();
    const asked = await Promise.all(names.map((name) => vm.client(['exec', name, 'echo', name])));
    expect(asked.map(({ code, stdout, stderr }) => [code, stdout, stderr])).toEqual(
      names.map((name) => [0, `${name}\n`, '']),
    );
  });

  it('is the same for a command as for the socket, and a sleep while asleep is as good', async () => {
    const before = await identities();
    await vm.sleep();
    expect(await vm.slipway(['sleep'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('sleeps already'),
    });
    const { kind } = await vm.wake();
    expect(kind).toBe('resume');
    expect(await identities()).toBe(before);
  });

  it('does not disturb what a client was doing longer than that: the container lives', async () => {
    const running = vm.client([
      'run',
      '--name',
      'busy',
      'slipway/busybox',
      'sh',
      '-c',
      'echo up; sleep 3; echo done',
    ]);
    for (;;) if ((await vm.run('logs', 'busy').catch(() => '')).includes('up')) break;
    await vm.sleep();
    await running;
    expect(await vm.run('wait', 'busy')).toBe('0');
    expect(await vm.run('logs', 'busy')).toBe('up\ndone');
    expect((await vm.status()).boot?.kind).toBe('resume');
  });

  it('answers a client that comes while the memory is being saved', async () => {
    const before = await identities();
    const sleeping = vm.slipway(['sleep']);
    const asked = [];
    for (let client = 0; client < 4; client++) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      asked.push(vm.client(['version', '--format', '{{.Server.Os}}']));
    }
    for (const { code, stdout } of await Promise.all(asked))
      expect({ code, stdout }).toEqual({ code: 0, stdout: 'linux\n' });
    await sleeping;
    expect(await identities()).toBe(before);
    await vm.wake();
  });
});

describe('the guest’s clock', () => {
  it.each([-3_600, 3_600])('%i s off when it was put to sleep is right once the VM runs', async (seconds) => {
    await vm.inGuest(`date -s "@$(( $(date +%s) + ${seconds} ))"`);
    await vm.sleep();
    const { kind } = await vm.wake();
    expect(kind).toBe('resume');
    await expectGuestClockRight(vm);
  });
});

describe('what else is asked of it', () => {
  it('a stop while asleep tells the containers, as any stop does', async () => {
    await vm.sleep();
    expect(await vm.slipway(['stop'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Stopped in'),
    });
    expect(await vm.savedFiles()).toEqual([]);
    expect(await vm.status()).toMatchObject({ state: 'stopped', vm: null });
    const { kind } = await vm.wake();
    expect(kind).toBe('template');
    const files = names.map((name) => `/var/lib/docker/volumes/data/_data/${name}`);
    expect(await vm.inGuest(`cat ${files.join(' ')}`)).toBe('asked\nasked\nasked');
  });
});
