import { execFileSync } from 'node:child_process';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot, Snapshots } from '../../main/contract/snapshots.ts';
import { snapshotFolder } from '../../main/snapshots/snapshot-files.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { createSleeper, type Sleeper } from '../sleep/sleeper.ts';
import { processesOf } from '../support/home-processes.mjs';
import { hostPidOf } from '../support/host-pid.ts';
import { cliProgram, removeInstance } from '../support/instance.ts';
import { offline } from '../support/offline.ts';
import { giveTemplateTo, makeOtherImage, type OtherImage } from '../support/other-image.ts';
import { runProgram } from '../support/run-program.ts';

// One instance goes through all of this; each test begins with what the one before left.
let vm: Sleeper;

/** Counts in a variable of its shell, which is in memory alone, whenever it is asked. */
const counting = `
  [ -e /data/word ] || echo first >/data/word
  [ -p /ask ] || mkfifo /ask /answer
  count=0
  while read -r _ </ask; do count=$((count + 1)); echo $count >/answer; done`;

beforeAll(async () => {
  vm = await createSleeper();
  await vm.start();
  await vm.run(
    ...['run', '--detach', '--init', ...offline, '--name', 'counter', '--volume', 'data:/data'],
    ...['slipway/busybox', 'sh', '-c', counting],
  );
});
afterAll(() => removeInstance(vm));

/** What the container has in its memory, counted on by one, and the word on its volume, which then is another. */
const look = async (nextWord?: string) => {
  const write = nextWord === undefined ? '' : `; echo ${nextWord} >/data/word`;
  const script = `echo >/ask; cat /answer /data/word${write}`;
  return (await vm.run('exec', 'counter', 'sh', '-c', script)).split('\n');
};

const identity = () =>
  vm.run('inspect', '--format', '{{.Id}} {{.State.Pid}} {{.State.StartedAt}} {{.State.Status}}', 'counter');

const draw = () => vm.inGuest('head -c 32 /dev/urandom | od -An -v -tx1 | tr -d " \\n"');

const snapshot = (...parameters: string[]) => vm.slipway(['snapshot', ...parameters], { timeoutMs: 170_000 });

const ok = async (...parameters: string[]) => {
  const { code, stdout, stderr } = await snapshot(...parameters);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

const kept = async () => JSON.parse(await ok('list', '--json')) as Snapshots;

const find = async (name: string): Promise<Snapshot> => {
  const found = (await kept()).snapshots.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no snapshot ${name}`);
  return found;
};

const newest = async (reason: Snapshot['reason']) =>
  (await kept()).snapshots.find((one) => one.reason === reason)?.name;

/** What a folder takes on its disk, in bytes, in the eyes of du(1). */
const blocksOf = (folder: string) =>
  Number(execFileSync('du', ['-s', '-B1', folder], { encoding: 'utf8' }).split('\t')[0]);

/** What a command says that wants more words at a terminal. */
const atTerminal = (parameters: string, input: string) =>
  runProgram('script', ['-qec', `"${process.execPath}" "${cliProgram}" ${parameters}`, '/dev/null'], {
    env: { ...vm.env, TERM: 'vt100' },
    input,
  });

describe('what is not done', () => {
  it('a name that is none is refused as wrong usage, and an unknown one is told', async () => {
    expect(await ok('list')).toContain('There are no snapshots. `slipway snapshot create NAME`');
    for (const [verb, name] of [
      ['create', '../escape'],
      ['restore', 'ends.'],
      ['delete', 'a'.repeat(65)],
    ] as const)
      expect(await snapshot(verb, name)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/^slipway: ".*" is no name for a snapshot: .*\n {2}try: \S/),
      });
    for (const verb of ['restore', 'delete'])
      expect(await snapshot(verb, 'nowhere')).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^slipway: There is no snapshot named nowhere\.\n {2}try: \S/),
      });
    expect(await readdir(vm.paths.snapshots)).toEqual([]);
  });
});

describe('a snapshot of a VM that runs', () => {
  it('keeps disk and memory; the container goes on in the same process', async () => {
    expect(await look()).toEqual(['1', 'first']);
    const [before, machine] = [await identity(), await vm.machinePid()];
    expect(await ok('create', 'seeded')).toMatch(
      /^Kept disk and memory as seeded \([\d.]+ MB\) in [\d.]+ m?s\.\n$/,
    );
    expect(await look('second')).toEqual(['2', 'first']);
    expect([await identity(), await vm.machinePid()]).toEqual([before, machine]);
    expect(await vm.status()).toMatchObject({ state: 'running', problems: [] });
    expect(await snapshot('create', 'seeded')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/named seeded already\.\n {2}try: .*slipway snapshot delete seeded/),
    });
  });

  it('is listed with the blocks that it takes', async () => {
    const { snapshots, present } = await kept();
    expect(snapshots).toEqual([
      {
        ...{ name: 'seeded', reason: 'asked', memory: true },
        createdAt: expect.any(Number),
        bytes: blocksOf(snapshotFolder(vm.paths, 'seeded')),
      },
    ]);
    expect(snapshots[0]?.bytes).toBeGreaterThan(50_000_000);
    expect(present).toMatchObject({ changedAt: expect.any(Number), bytes: expect.any(Number) });
    expect(await ok('list')).toMatch(/^seeded +[\d.]+ MB +\S.* disk and memory\npresent +[\d.]+ MB +\S.*\n$/);
  });
});

let back = '';
const drawn: string[] = [];

describe('a restore', () => {
  it('says what will be lost, and asks; without a terminal it names the command that does not ask', async () => {
    await vm.run('volume', 'create', 'newcomer');
    const startedAt = (await vm.status()).boot?.startedAt;
    expect(await snapshot('restore', 'seeded')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('`slipway snapshot restore seeded --yes`'),
    });
    // script(1) of util-linux gives a command a terminal of its own.
    const { code, stdout } = await atTerminal('snapshot restore seeded', 'n\n');
    expect(code).toBe(2);
    expect(stdout).toContain('Every change to containers, images and volumes since the snapshot was made');
    expect(stdout).toContain('Nothing was done.');
    expect(await vm.status()).toMatchObject({ state: 'running', boot: { startedAt } });
  });

  it('puts disk and memory back: the container counts on from the old number', async () => {
    const before = await identity();
    const { code, stdout } = await atTerminal('snapshot restore seeded', 'y\n');
    drawn.push(await draw());
    expect(code).toBe(0);
    expect(stdout).toMatch(/Restored seeded in [\d.]+ m?s\. The engine is running\./);
    back = /to return: slipway snapshot restore (before-restore-\S+)/.exec(stdout)?.[1] ?? '';
    expect(await look()).toEqual(['2', 'first']);
    expect(await identity()).toBe(before);
    expect(await vm.status()).toMatchObject({ state: 'running', boot: { kind: 'resume' }, problems: [] });
    expect((await vm.docker(['volume', 'inspect', 'newcomer'])).code).toBe(1);
    expect(await find(back)).toMatchObject({ reason: 'before-restore', memory: true });
  });

  it('of the way back leads back', async () => {
    expect(await ok('restore', back, '--yes')).toContain(`Restored ${back} in`);
    expect(await look()).toEqual(['3', 'second']);
    expect(await vm.run('volume', 'ls', '--quiet')).toContain('newcomer');
  });
});

describe('a snapshot of a VM that sleeps', () => {
  it('does not wake it, and one that is restored waits to be woken', async () => {
    await vm.sleep();
    expect(await ok('create', 'dozing')).toContain('Kept disk and memory as dozing');
    expect(await vm.status()).toMatchObject({ state: 'sleeping', vm: null });
    const stdout = await ok('restore', 'seeded', '--yes');
    expect(stdout).toContain('The engine is sleeping: `slipway start` goes on from there.');
    expect(await vm.status()).toMatchObject({ state: 'sleeping', vm: null });
    expect((await vm.wake()).kind).toBe('resume');
    drawn.push(await draw());
    expect(await look('doomed')).toEqual(['2', 'first']);
  });

  it('two guests from the same memory draw different random bytes', () => {
    expect(drawn).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(drawn[0]).not.toBe(drawn[1]);
  });
});

describe('a host that is killed in the midst of a restore', () => {
  const plan = join('.exchange', 'plan.json');
  const isThere = (file: string) =>
    access(join(vm.paths.snapshots, file)).then(
      () => true,
      () => undefined,
    );

  it.each([
    ['while the disk is copied', join('.exchange', 'in', 'data.img')],
    ['while the files change places', plan],
  ])('%s: the next start has the one state or the other, and all of it', async (_, moment) => {
    const [host, before] = [await hostPidOf(vm), await newest('before-restore')];
    const restoring = snapshot('restore', 'dozing', '--yes');
    await poll(1, abortAfter(120_000), () => isThere(moment));
    process.kill(host, 'SIGKILL');
    expect(await restoring).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^slipway: .*\n {2}try: \S/),
    });
    // From the plan on there is only forward.
    const goesOn = (await isThere(plan)) || (await newest('before-restore')) !== before;
    if (moment === plan) expect(goesOn).toBe(true);
    expect((await vm.wake()).kind).toBe('resume');
    expect(await look()).toEqual(goesOn ? ['4', 'second'] : ['3', 'doomed']);
    expect((await newest('before-restore')) !== before).toBe(goesOn);
    expect((await readdir(vm.paths.snapshots)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('a snapshot of a VM that is stopped', () => {
  it('keeps the disk; the memory of another is restored all the same', async () => {
    await vm.slipway(['stop']);
    expect(await ok('create', 'cold')).toContain('Kept the disk as cold');
    expect(await find('cold')).toMatchObject({ memory: false });
    expect(await ok('restore', 'seeded', '--yes')).toContain('The engine is sleeping');
    expect((await vm.wake()).kind).toBe('resume');
    expect(await look()).toEqual(['2', 'first']);
  });
});

describe('another image of the guest', () => {
  const other = 'another-image';
  let env: OtherImage['env'];

  beforeAll(async () => {
    await vm.slipway(['stop']);
    // The next host is to take the image that it is given.
    await poll(100, abortAfter(30_000), async () =>
      (await processesOf(vm.paths.home)).length === 0 ? true : undefined,
    );
    ({ env } = await makeOtherImage(join(vm.userHome, 'other'), other));
    await giveTemplateTo(other, vm.paths);
  });

  it('cannot go on from memory of the one before: why is said, and the disk alone is restored', async () => {
    const { code, stdout, stderr } = await vm.slipway(['snapshot', 'restore', 'seeded', '--yes'], { env });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(
        /note: The memory in it cannot be used: it was saved with the guest's image .* another-imag now\. The disk alone/,
      ),
    });
    expect(stdout).toContain('The engine is stopped.');
  });

  it('finds the disk kept as it was before, and leads back to it', async () => {
    const started = await vm.slipway(['start'], { env, timeoutMs: 170_000 });
    expect(started).toMatchObject({ code: 0 });
    expect(await vm.status()).toMatchObject({ state: 'running', boot: { kind: 'template' }, problems: [] });
    const name = (await newest('before-upgrade')) ?? '';
    expect(await find(name)).toMatchObject({ memory: false });
    await vm.run('start', 'counter');
    expect(await look('after')).toEqual(['1', 'first']);

    expect(await ok('restore', name, '--yes')).toContain('The engine is running');
    await vm.run('start', 'counter');
    expect(await look()).toEqual(['1', 'first']);
  });
});

describe('a snapshot that is not wanted any more', () => {
  it('is removed, and its space is free', async () => {
    const folder = snapshotFolder(vm.paths, 'dozing');
    expect(await ok('delete', 'dozing')).toBe('Removed dozing.\n');
    await expect(access(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await kept()).snapshots.map(({ name }) => name)).not.toContain('dozing');
    expect(await snapshot('delete', 'dozing')).toMatchObject({ code: 1 });
  });
});
