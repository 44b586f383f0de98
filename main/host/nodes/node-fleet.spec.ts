import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Failure, SlipwayError } from '../../contract/errors.ts';
import { type HomePaths, homePaths, nodePaths } from '../../home/paths.ts';
import type { State } from '../../vm/state.ts';
import { goalOf, keepNodeFleet, type NodeFleet } from './node-fleet.ts';
import { type NodeRecord, writeNodeRecord } from './node-records.ts';
import type { LivingNode, NodeGoal } from './node-vm.ts';

const problem: Failure = { code: 'vm-exited', message: 'It ended.', hint: 'Look.' };

describe('a state of the main VM', () => {
  it.each<[State, NodeGoal | undefined]>([
    [{ kind: 'running', attempt: 1 }, 'running'],
    [{ kind: 'stopped' }, 'stopped'],
    [{ kind: 'failed', problem }, 'stopped'],
    [{ kind: 'stopping', next: 'stopped' }, 'stopped'],
    [{ kind: 'sleeping' }, 'sleeping'],
    [{ kind: 'suspending', next: 'sleeping' }, 'sleeping'],
    // Started anew, or only standing still: the others go on.
    [{ kind: 'stopping', next: 'preparing' }, undefined],
    [{ kind: 'suspending', next: 'waiting' }, undefined],
    [{ kind: 'backoff', attempt: 1, until: 0, problem }, undefined],
    [{ kind: 'waiting', attempt: 1, problem }, undefined],
  ])('%j is the goal %s for the others', (state, goal) => {
    expect(goalOf(state)).toBe(goal);
  });
});

describe('further VMs', () => {
  let main: HomePaths;
  let fleet: NodeFleet;
  let mainState: State;
  /** What was asked of which, in order. */
  let asked: string[];
  /** Lets the VM that is to stop or to sleep come there. */
  let arrive: (() => void)[];
  let failing: Map<string, Failure>;
  let running: Set<string>;

  const fakeNode = (record: NodeRecord): LivingNode => {
    const { name } = record;
    return {
      paths: nodePaths(main, name),
      supervisor: {
        view: () => ({
          state: running.has(name) ? { kind: 'running', attempt: 1 } : { kind: 'stopped' },
          machine: running.has(name) ? {} : null,
        }),
        adopt: async () => void asked.push(`${name} adopt`),
        present: () => undefined,
      } as unknown as LivingNode['supervisor'],
      view: () => ({
        ...{ name, state: 'running', address: `198.18.73.${record.number}`, socket: null, vm: null },
        ...{ nodeId: record.nodeId, problem: failing.get(name) ?? null, createdAt: 0 },
      }),
      record: () => record,
      setRecord: () => undefined,
      async pursue(goal) {
        asked.push(`${name} ${goal}`);
        const why = failing.get(name);
        if (why !== undefined) throw new SlipwayError(why);
        if (goal === 'running') running.add(name);
        else await new Promise<void>((resolve) => arrive.push(resolve));
        if (goal === 'stopped') running.delete(name);
      },
      furnish: async () => undefined,
      runningContainers: async () => (running.has(name) ? 2 : 0),
      look: async () => undefined,
      release: async () => void asked.push(`${name} release`),
    };
  };

  const write = async (name: string, number: number, nodeId: string | null = 'id') => {
    await mkdir(nodePaths(main, name).home, { recursive: true });
    await writeNodeRecord(main, { name, number, nodeId, createdAt: 0 });
  };

  beforeEach(async () => {
    main = homePaths(await mkdtemp(join(tmpdir(), 'fleet-')));
    mainState = { kind: 'running', attempt: 1 };
    [asked, arrive] = [[], []];
    failing = new Map();
    running = new Set();
    fleet = keepNodeFleet({
      ...{ main, open: async (record) => fakeNode(record), mainState: () => mainState },
      ...{ onChange: () => undefined, log: () => undefined },
    });
  });
  afterEach(() => rm(main.home, { recursive: true, force: true }));

  it('are taken up and run as the main one does, in the order of their addresses', async () => {
    await write('b', 2);
    await write('a', 3);
    await fleet.begin();
    expect(asked.toSorted()).toEqual(['a adopt', 'a running', 'b adopt', 'b running']);
    expect(fleet.views().map(({ name }) => name)).toEqual(['b', 'a']);
    expect(await fleet.runningContainers(new AbortController().signal)).toBe(4);
  });

  it('that were never finished are removed, and no others', async () => {
    await write('half', 2, null);
    await write('whole', 3);
    await fleet.begin();
    expect(fleet.views().map(({ name }) => name)).toEqual(['whole']);
    await expect(stat(nodePaths(main, 'half').home)).rejects.toMatchObject({ code: 'ENOENT' });
    await stat(nodePaths(main, 'whole').home);
  });

  it('are waited for when they stop with the main one', async () => {
    await write('a', 2);
    await fleet.begin();
    fleet.follow({ kind: 'stopping', next: 'stopped' });
    expect(fleet.busy()).toBe(true);
    let isSettled = false;
    const settled = fleet.settled().then(() => {
      isSettled = true;
    });
    await Promise.resolve();
    expect(isSettled).toBe(false);
    arrive[0]?.();
    await settled;
    expect(fleet.busy()).toBe(false);
    expect(running.size).toBe(0);
  });

  it('go on while the main one is started anew', async () => {
    await write('a', 2);
    await fleet.begin();
    const before = [...asked];
    fleet.follow({ kind: 'stopping', next: 'preparing' });
    fleet.follow({ kind: 'preparing', attempt: 1 });
    expect([asked, fleet.busy()]).toEqual([before, false]);
  });

  it('that cannot be started are told by name, with the way out, and tried again when asked', async () => {
    await write('a', 2);
    failing.set('a', problem);
    await fleet.begin();
    expect(fleet.problems()).toEqual([
      {
        code: 'vm-exited',
        message: 'The VM a: It ended.',
        hint: 'Look. `slipway start` tries again; `slipway node rm a --force` gives it up.',
      },
    ]);
    failing.clear();
    fleet.retry();
    expect(running).toEqual(new Set(['a']));
    expect(fleet.problems()).toEqual([]);
  });

  it('are no problem while the main one is not to run', async () => {
    await write('a', 2);
    mainState = { kind: 'stopped' };
    failing.set('a', problem);
    await fleet.begin();
    await fleet.settled();
    expect(fleet.problems()).toEqual([]);
  });

  it('of which nothing can be read are told, and nothing of theirs is removed', async () => {
    const { home } = nodePaths(main, 'lost');
    await mkdir(home, { recursive: true });
    await fleet.begin();
    expect(fleet.problems()).toMatchObject([{ code: 'file-unusable', hint: expect.stringContaining(home) }]);
    await stat(home);
  });

  it('are removed with all that they hold, whether they run or not', async () => {
    await write('a', 2);
    await write('b', 3);
    await fleet.begin();
    running.delete('b');
    const [a, b] = [fleet.find('a'), fleet.find('b')];
    if (a === undefined || b === undefined) throw new Error('they were not taken up');
    const removing = fleet.remove(a);
    await Promise.resolve();
    arrive[0]?.();
    await removing;
    await fleet.remove(b);
    expect(asked.slice(-3)).toEqual(['a stopped', 'a release', 'b release']);
    expect(fleet.views()).toEqual([]);
    for (const name of ['a', 'b'])
      await expect(stat(nodePaths(main, name).home)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
