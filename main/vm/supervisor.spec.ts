import { readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import { abortAfter, delay, poll } from '../util/wait.ts';
import { failure } from './fakes/fake-machine.ts';
import { fakeWorld, never } from './fakes/fake-world.ts';
import { mostAttempts } from './state.ts';

vi.mock('../util/wait.ts', async (original) => (await import('./fakes/fast-waits.ts')).fastWaits(original));

const world = fakeWorld();

describe('start', () => {
  it('goes through its states to running, and remembers VM and data disk', async () => {
    const { supervisor, states } = await world.supervise();
    await supervisor.start();
    expect(states).toEqual(['preparing', 'booting', 'waiting', 'running']);
    expect(supervisor.view()).toMatchObject({ machine: { process: { pid: 1 } }, restartedFor: null });
    expect(supervisor.view().boot).toMatchObject({ kind: 'cold', durationMs: expect.any(Number) });
    expect(JSON.parse(await readFile(world.paths.vmRecord, 'utf8'))).toEqual(world.machine().record);
    expect(await world.isThere(world.paths.dataDiskRecord)).toBe(true);
  });

  it('is joined by others, and answers at once when running', async () => {
    const { supervisor } = await world.supervise();
    await Promise.all([supervisor.start(), supervisor.start(), supervisor.start()]);
    await supervisor.start();
    expect(world.machines).toHaveLength(1);
  });

  it('writes the record before the VM is found good', async () => {
    world.launch = never;
    const { supervisor, until } = await world.supervise();
    supervisor.start().catch(() => undefined);
    await until('booting');
    await poll(2, abortAfter(2_000), async () =>
      (await world.isThere(world.paths.vmRecord)) ? true : undefined,
    );
  });

  it('is not said to run while the engine does not answer', async () => {
    world.engineAnswers = false;
    const { supervisor, states, until } = await world.supervise();
    const starting = supervisor.start();
    await until('waiting');
    await delay(3_000);
    expect(states).not.toContain('running');
    world.engineAnswers = true;
    await starting;
  });

  it('is not lost because the bundled images are', async () => {
    world.furnish = () => Promise.reject(new Error('no images'));
    const { supervisor } = await world.supervise();
    await supervisor.start();
  });
});

describe('failures', () => {
  it('a VM that ends while booting is started again, the reason told meanwhile', async () => {
    world.guestComesUp = false;
    const { supervisor, states, until, untilMachine } = await world.supervise();
    const starting = supervisor.start();
    await until('booting');
    (await untilMachine()).exit();
    expect(await until('backoff')).toMatchObject({
      state: { problem: { code: 'vm-exited' } },
      machine: null,
    });
    world.guestComesUp = true;
    expect((await until('booting')).restartedFor).toMatchObject({ code: 'vm-exited' });
    await starting;
    expect(states).toEqual([
      ...['preparing', 'booting', 'backoff'],
      ...['preparing', 'booting', 'waiting', 'running'],
    ]);
    expect(supervisor.view().restartedFor).toBeNull();
  });

  it('a VM that ends while running is not told to run a moment longer', async () => {
    const { supervisor, states, until } = await world.supervise();
    await supervisor.start();
    await until('running');
    states.length = 0;
    world.machine().exit();
    await until('backoff');
    await until('running');
    expect(states).toEqual(['backoff', 'preparing', 'booting', 'waiting', 'running']);
    expect(world.machines).toHaveLength(2);
  });

  it('gives the guest’s own last words as the reason', async () => {
    world.guestComesUp = false;
    world.consoleText = 'slipway: done kernel\nKernel panic - not syncing: No working init found.\n';
    const { supervisor, until, untilMachine } = await world.supervise();
    supervisor.start().catch(() => undefined);
    (await untilMachine()).exit();
    expect((await until('backoff')).state).toMatchObject({
      problem: { code: 'guest-failed', message: expect.stringContaining('No working init found') },
    });
  });

  it('believes no failure that the console of a running guest tells of', async () => {
    const { supervisor, until } = await world.supervise();
    await supervisor.start();
    world.say('slipway: failed disk: hostile\nKernel panic - not syncing: hostile\n');
    await delay(1_000);
    expect(supervisor.view().state.kind).toBe('running');
    world.consoleText = 'slipway: failed disk: hostile\n';
    world.machine().exit();
    expect((await until('backoff')).state).toMatchObject({ problem: { code: 'vm-exited' } });
  });

  it('gives up after the last try, and leaves nothing running', async () => {
    world.launch = () => Promise.reject(new SlipwayError(failure('qemu-failed', 'no luck')));
    const { supervisor, states } = await world.supervise();
    await expect(supervisor.start()).rejects.toMatchObject({ code: 'qemu-failed', message: 'no luck' });
    expect(states.filter((kind) => kind === 'booting')).toHaveLength(mostAttempts);
    expect(states.at(-1)).toBe('failed');
    expect(world.living()).toEqual([]);
    expect(await world.isThere(world.paths.vmRecord)).toBe(false);
  });

  it.each(['image-corrupt', 'assets-missing', 'qemu-missing', 'disk-full', 'data-disk-missing'] as const)(
    'fails at once for %s, and starts again when that is mended',
    async (code) => {
      world.prepare = () => Promise.reject(new SlipwayError(failure(code)));
      const { supervisor, states } = await world.supervise();
      await expect(supervisor.start()).rejects.toMatchObject({ code });
      expect(states).toEqual(['preparing', 'failed']);
      world.prepare = async () => undefined;
      await supervisor.start();
    },
  );

  it('fails at once when the guest reports a data disk that it cannot use', async () => {
    world.guestComesUp = false;
    const { supervisor, states, until, untilMachine } = await world.supervise();
    const starting = supervisor.start();
    starting.catch(() => undefined);
    await until('booting');
    await untilMachine();
    world.say('slipway: failed disk: e2fsck 4\n');
    await expect(starting).rejects.toMatchObject({
      code: 'data-disk-damaged',
      message: expect.stringMatching(new RegExp(`${world.paths.dataDisk}.*e2fsck 4`)),
      hint: expect.stringContaining('backup'),
    });
    expect(states).toEqual(['preparing', 'booting', 'failed']);
    expect(world.living()).toEqual([]);
  });

  it('does so too when that was the guest’s last word', async () => {
    world.guestComesUp = false;
    world.consoleText = 'slipway: failed disk: e2fsck 4\n';
    const { supervisor, states, untilMachine } = await world.supervise();
    const starting = supervisor.start();
    starting.catch(() => undefined);
    (await untilMachine()).exit();
    await expect(starting).rejects.toMatchObject({ code: 'data-disk-damaged' });
    expect(states).toEqual(['preparing', 'booting', 'failed']);
  });

  it('tells a later failure’s own reason, not an earlier one’s', async () => {
    world.guestComesUp = false;
    const { supervisor, until, untilMachine } = await world.supervise();
    const starting = supervisor.start();
    await untilMachine();
    world.prepare = () => Promise.reject(new SlipwayError(failure('image-corrupt')));
    await delay(500);
    world.say('slipway: failed containerd: broken\n');
    await until('backoff');
    await expect(starting).rejects.toMatchObject({ code: 'image-corrupt' });
  });

  it('does not answer that a start has failed before its VM is gone', async () => {
    const ends: number[] = [];
    world.engineAnswers = false;
    const { supervisor, until } = await world.supervise();
    const starting = supervisor.start();
    await until('waiting');
    const machine = world.machine();
    machine.monitorAnswers = false;
    machine.end = async () => {
      await delay(5_000);
      ends.push(1);
      machine.exit();
    };
    world.prepare = () => Promise.reject(new SlipwayError(failure('image-corrupt')));
    await expect(starting).rejects.toMatchObject({ code: 'image-corrupt' });
    expect(ends).toEqual([1]);
    expect(world.living()).toEqual([]);
  });
});
