import { readFile, rename, writeFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { rememberDataDisk } from './data-disk.ts';
import { createFakeMachine } from './fakes/fake-machine.ts';
import { signal, sleepingWorld } from './fakes/fake-sleep.ts';
import { fakeWorld } from './fakes/fake-world.ts';

vi.mock('../util/wait.ts', async (original) => (await import('./fakes/fast-waits.ts')).fastWaits(original));

const world = fakeWorld();
const { asleep, expectSafe, files, untilGone } = sleepingWorld(world);

describe('a host that begins', () => {
  it('finds a sleeping VM, and wakes it for the first who connects', async () => {
    await asleep();
    const { supervisor } = await world.supervise();
    await supervisor.adopt(signal());
    expect(supervisor.view()).toMatchObject({ state: { kind: 'sleeping' }, machine: null });
    (await supervisor.connectEngine(signal())).destroy();
    await supervisor.start();
    expect(supervisor.view().boot?.kind).toBe('resume');
  });

  it('finds none in what was left of a save', async () => {
    await writeFile(world.paths.asleep.memory, 'memory');
    await writeFile(`${world.paths.asleep.manifest}.tmp`, '{}');
    const { supervisor } = await world.supervise();
    await supervisor.adopt(signal());
    expect(supervisor.view().state.kind).toBe('stopped');
    await supervisor.start();
    expect(supervisor.view()).toMatchObject({ boot: { kind: 'cold' }, refused: null });
  });

  it('finds a sleeping VM also when the host before ended after all was saved and before it counted', async () => {
    await asleep();
    await rename(world.paths.asleep.manifest, `${world.paths.asleep.manifest}.tmp`);
    const { supervisor } = await world.supervise();
    await supervisor.adopt(signal());
    expect(supervisor.view().state.kind).toBe('sleeping');
    await supervisor.start();
    expect(supervisor.view()).toMatchObject({ boot: { kind: 'resume' }, refused: null });
    await untilGone();
    await expectSafe();
  });

  it('finds none in such a save once the disk was used since, and lets a VM that stands go on', async () => {
    await asleep();
    await rename(world.paths.asleep.manifest, `${world.paths.asleep.manifest}.tmp`);
    const machine = createFakeMachine(77);
    world.adoptable = machine;
    await writeFile(world.paths.vmRecord, JSON.stringify(machine.record));
    const first = await world.supervise();
    await first.supervisor.adopt(signal());
    await first.until('running');
    expect(await files()).toEqual([]);

    await writeFile(`${world.paths.asleep.manifest}.tmp`, '{}');
    world.adoptable = undefined;
    const { supervisor } = await world.supervise();
    await supervisor.adopt(signal());
    expect(supervisor.view().state.kind).toBe('stopped');
  });

  it('forgets what was saved of a VM that it adopts, and remembers that it runs', async () => {
    await asleep();
    const machine = createFakeMachine(77);
    world.adoptable = machine;
    await writeFile(world.paths.vmRecord, JSON.stringify({ ...machine.record, incoming: true }));
    await rememberDataDisk(world.paths);
    const { supervisor, until } = await world.supervise();
    await supervisor.adopt(signal());
    await until('running');
    expect(await files()).toEqual([]);
    expect(JSON.parse(await readFile(world.paths.vmRecord, 'utf8'))).toMatchObject({ incoming: false });
  });

  it('wakes the VM from its memory when what loaded it was ended', async () => {
    await asleep();
    await writeFile(
      world.paths.vmRecord,
      JSON.stringify({ ...createFakeMachine(77).record, incoming: true }),
    );
    const { supervisor } = await world.supervise();
    await supervisor.adopt(signal());
    expect(supervisor.view().state.kind).toBe('sleeping');
    await supervisor.start();
    expect(supervisor.view().boot?.kind).toBe('resume');
  });
});
