import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SlipwayError } from '../../contract/errors.ts';
import type { NodeProgress } from '../../contract/node-vms.ts';
import { type HomePaths, homePaths, nodePaths } from '../../home/paths.ts';
import { socketPathRoom } from '../../home/socket-paths.ts';
import type { NodeFleet } from './node-fleet.ts';
import { writeNodeRecord } from './node-records.ts';
import { answerNodeRequests, type NodeRequestOptions, type NodeRequests } from './node-requests.ts';

let main: HomePaths;
let started: number;
let told: (NodeProgress | null)[];
const signal = new AbortController().signal;

const why = { code: 'file-unusable', message: 'It cannot be read.', hint: 'Mend it.' } as const;
const fleet = {
  views: () => [],
  find: () => undefined,
  whyUnused: (name: string) => (name === 'broken' ? why : undefined),
  list: async () => [],
} as unknown as NodeFleet;

function requests(more: Partial<NodeRequestOptions> = {}): NodeRequests {
  return answerNodeRequests({
    ...{ main, fleet, now: () => 0, log: () => undefined },
    open: () => Promise.reject(new Error('nothing is to be opened')),
    async startMain() {
      started += 1;
      throw new SlipwayError({ code: 'boot-timeout', message: 'It does not start.', hint: 'Look.' });
    },
    memoryMiB: async () => 64,
    whyNotConnected: async () => null,
    untilMainConnected: async () => undefined,
    tell: (progress) => told.push(progress),
    ...more,
  });
}

const add = (from: NodeRequests, name?: string) =>
  from.handlers['nodeVms.add'](name === undefined ? {} : { name }, signal);

beforeEach(async () => {
  main = homePaths(await mkdtemp(join(tmpdir(), 'requests-')));
  [started, told] = [0, []];
  for (const [name, number] of [
    ['taken', 2],
    ['node-3', 4],
  ] as const) {
    await mkdir(nodePaths(main, name).home, { recursive: true });
    await writeNodeRecord(main, { name, number, nodeId: 'n', createdAt: 0 });
  }
});
afterEach(() => rm(main.home, { recursive: true, force: true }));

it.each(['taken', 'slipway'])(
  'a VM that would be called %s as another is refused before anything is done',
  async (name) => {
    await expect(add(requests(), name)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: `There is a VM named ${name} already.`,
      hint: expect.stringContaining('such as node-4'),
    });
    expect(started).toBe(0);
  },
);

it('without memory, or where VMs cannot be connected, none is begun', async () => {
  await expect(add(requests({ memoryMiB: async () => 2 ** 30 }))).rejects.toMatchObject({
    code: 'memory-insufficient',
  });
  const why = new SlipwayError({ code: 'qemu-failed', message: 'Too old.', hint: 'Newer.' });
  await expect(add(requests({ whyNotConnected: async () => why }))).rejects.toBe(why);
  expect(started).toBe(0);
});

it('one whose path is too long for a socket is refused, with the length of a name that is not', async () => {
  // Of a VM with a name of one letter all but so many bytes are taken.
  const deepen = (room: number) => {
    const bytes = socketPathRoom(nodePaths(homePaths(join(main.home, 'x')), 'n')) - room;
    return homePaths(join(main.home, 'x'.repeat(1 + bytes)));
  };
  const code = 'home-path-too-long';
  await expect(add(requests({ main: deepen(10) }), 'n'.repeat(31))).rejects.toMatchObject({
    ...{ code, message: expect.stringContaining('20 bytes over') },
    hint: expect.stringMatching(/at most 11 characters.*SLIPWAY_HOME/),
  });
  await expect(add(requests({ main: deepen(-1) }))).rejects.toMatchObject({
    ...{ code, hint: expect.stringMatching(/^No name is short enough: set SLIPWAY_HOME/) },
  });
});

it('nothing is left of one when the engine does not start, and the end is told', async () => {
  await expect(add(requests())).rejects.toMatchObject({ code: 'boot-timeout' });
  // The name is that of the first address that is free, unless another VM has it.
  expect(told).toEqual([{ name: 'node-4', work: 'add', step: 'engine' }, null]);
});

it('one is made or removed at a time, and giving up waits until it is taken back', async () => {
  const forever = requests({ startMain: () => new Promise(() => undefined) });
  const first = add(forever);
  first.catch(() => undefined);
  expect(forever.busy()).toBe(true);
  await expect(add(forever)).rejects.toMatchObject({ code: 'busy' });
  await forever.handlers['nodeVms.cancel']({}, signal);
  await expect(first).rejects.toMatchObject({ code: 'aborted' });
  expect(forever.busy()).toBe(false);
});

it('one that is not there is not found', async () => {
  const removing = requests().handlers['nodeVms.remove']({ name: 'nobody', force: true }, signal);
  await expect(removing).rejects.toMatchObject({ code: 'not-found' });
});

it('one that cannot be taken up is removed by force alone', async () => {
  const reclaim = () => Promise.reject(new Error('reclaimed'));
  const from = requests({ fleet: { ...fleet, reclaim } });
  const remove = (force: boolean) => from.handlers['nodeVms.remove']({ name: 'broken', force }, signal);
  await expect(remove(false)).rejects.toMatchObject({
    message: why.message,
    hint: expect.stringContaining('slipway node rm broken --force'),
  });
  await expect(remove(true)).rejects.toThrow('reclaimed');
});
