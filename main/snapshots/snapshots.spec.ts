import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SnapshotProgress } from '../contract/snapshots.ts';
import type { Status } from '../contract/status.ts';
import type { HomePaths } from '../home/paths.ts';
import { fakeFingerprint } from '../vm/fakes/fake-machine.ts';
import { type HomeState, makeHome, readState, removeHome, writeState } from './fake-home.ts';
import { createSnapshots, type SnapshotOptions, type SnapshotService } from './snapshots.ts';

const { signal } = new AbortController();
const asleep: HomeState = { disk: 'disk', memory: 'memory', images: null };

let paths: HomePaths;
let cpus: number;
let time: number;
let told: (SnapshotProgress | null)[];
let started: number;
let service: SnapshotService;

/** A VM that is stopped, or sleeps, for as long as nobody starts it. */
const supervisor: SnapshotOptions['supervisor'] = {
  view: () => ({
    ...{ state: { kind: 'stopped' }, machine: null, boot: null },
    ...{ verdicts: [], restartedFor: null, refused: null, cutOff: null, keptAwake: null },
  }),
  async start() {
    started += 1;
  },
  atRest: (work) => work(),
  whileHalted: () => Promise.reject(new Error('it does not run')),
};

beforeEach(async () => {
  paths = await makeHome();
  cpus = 2;
  time = Date.UTC(2026, 0, 1);
  told = [];
  started = 0;
  service = createSnapshots({
    ...{ paths, supervisor, log: () => undefined },
    presentFingerprint: async () => ({ ...fakeFingerprint, cpus, diskBytes: 1 }),
    imageTool: async () => undefined,
    tell: (progress) => told.push(progress),
    status: async () => ({ state: 'stopped' }) as Status,
    now: () => {
      time += 1_000;
      return time;
    },
  });
});

afterEach(() => removeHome(paths));

const create = (name: string, asker = signal) => service.handlers['snapshots.create']({ name }, asker);
const restore = (name: string) => service.handlers['snapshots.restore']({ name }, signal);
const list = async () => (await service.handlers['snapshots.list']({}, signal)).snapshots;

describe('what is asked for', () => {
  it('is made, restored and removed, and told of', async () => {
    await writeState(paths, asleep);
    expect(await create('kept')).toMatchObject({ name: 'kept', memory: true });
    expect(told[0]).toEqual({ name: 'kept', work: 'create', step: 'memory', done: null });
    expect(told.at(-1)).toBeNull();
    await writeState(paths, { ...asleep, disk: 'changed', memory: null });
    const { back, memory } = await restore('kept');
    expect(memory).toEqual({ kind: 'used' });
    expect(await readState(paths)).toEqual(asleep);
    expect((await list()).map(({ name }) => name)).toEqual([back, 'kept']);
    expect(started).toBe(0);
    await service.handlers['snapshots.delete']({ name: 'kept' }, signal);
    expect((await list()).map(({ name }) => name)).toEqual([back]);
  });

  it('is the disk alone where the memory is of another VM, and why is said', async () => {
    await writeState(paths, asleep);
    await create('kept');
    cpus = 3;
    expect((await restore('kept')).memory).toEqual({
      kind: 'unfit',
      why: 'it was saved with 2 cores, the VM has 3 cores now',
    });
    expect(await readState(paths)).toEqual({ ...asleep, memory: null });
  });

  it('comes one after the other', async () => {
    await writeState(paths, asleep);
    const first = create('first');
    expect(service.busy()).toBe(true);
    await expect(create('second')).rejects.toMatchObject({ code: 'busy' });
    await first;
    expect(service.busy()).toBe(false);
  });

  it('is given up when whoever asked goes away, and when it is cancelled', async () => {
    await writeState(paths, asleep);
    const left = new AbortController();
    const first = create('first', left.signal);
    left.abort();
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
    const second = create('second');
    await service.handlers['snapshots.cancel']({}, signal);
    await expect(second).rejects.toMatchObject({ code: 'aborted' });
    const third = create('third');
    await service.end();
    await expect(third).rejects.toMatchObject({ code: 'aborted' });
    expect(await readdir(paths.snapshots)).toEqual([]);
  });
});

describe('before another image of the guest uses the disk', () => {
  const upgrades = async () => (await list()).filter(({ reason }) => reason === 'before-upgrade');
  const booted = async () => JSON.parse(await readFile(paths.bootedImage, 'utf8'));

  it('the disk is kept, once for each image', async () => {
    await writeState(paths, asleep);
    await service.beforeBoot('one', signal);
    await service.beforeBoot('one', signal);
    expect(await upgrades()).toEqual([]);
    await service.beforeBoot('two', signal);
    await service.beforeBoot('two', signal);
    expect(await upgrades()).toMatchObject([{ memory: false }]);
    expect(await booted()).toEqual({ image: 'two' });
  });

  it('a home that has no disk yet is left as it is', async () => {
    await service.beforeBoot('one', signal);
    await service.beforeBoot('two', signal);
    expect(await list()).toEqual([]);
  });

  it('a start goes on although the disk could not be kept', async () => {
    await writeState(paths, asleep);
    await service.beforeBoot('one', signal);

    await rm(paths.snapshots, { recursive: true });
    await writeFile(paths.snapshots, 'in the way');
    await service.beforeBoot('two', signal);
    expect(await booted()).toEqual({ image: 'two' });
  });
});
