import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Failure, SlipwayError } from '../../contract/errors.ts';
import { type HomePaths, homePaths, nodePaths } from '../../home/paths.ts';
import { abortAfter, poll } from '../../util/wait.ts';
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
  /** Those that cannot be adopted. */
  let unwilling: Set<string>;
  /** Those of which a QEMU runs that no record tells of, and that does not end. */
  let undying: Set<string>;
  /** Lasts until a VM that lives is taken over. */
  let adoption: Promise<void>;

  const fakeNode = (record: NodeRecord): LivingNode => {
    const { name } = record;
    return {
      paths: nodePaths(main, name),
      supervisor: {
        view: () => ({
          state: running.has(name) ? { kind: 'running', attempt: 1 } : { kind: 'stopped' },
          machine: running.has(name) ? {} : null,
        }),
        async adopt() {
          asked.push(`${name} adopt`);
          await adoption;
          if (unwilling.has(name)) throw new SlipwayError(problem);
        },
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
      endLeft: async () => {
        if (undying.has(name)) throw new SlipwayError({ ...problem, code: 'vm-orphaned' });
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
    [unwilling, undying] = [new Set(), new Set()];
    adoption = Promise.resolve();
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

  it('that were never finished and do not end are told, not started, and removed once they can be', async () => {
    await write('half', 2, null);
    undying.add('half');
    await fleet.begin();
    expect(asked).toEqual(['half adopt', 'half release']);
    expect(fleet.problems()).toMatchObject([{ code: 'vm-orphaned' }]);
    await stat(nodePaths(main, 'half').home);
    undying.clear();
    await fleet.retry();
    expect([fleet.problems(), running, await readdir(main.nodes)]).toEqual([[], new Set(), []]);
  });

  it('that are made are not started by others', async () => {
    await fleet.begin();
    fleet.add(fakeNode({ name: 'new', number: 2, nodeId: null, createdAt: 0 }));
    fleet.follow(mainState);
    expect(asked).toEqual([]);
    fleet.follow({ kind: 'stopped' });
    expect(asked).toEqual(['new stopped']);
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

  it('are not started before it is known whether they live', async () => {
    await write('a', 2);
    let adopted: () => void = () => undefined;
    adoption = new Promise((resolve) => {
      adopted = resolve;
    });
    const beginning = fleet.begin();
    await poll(2, abortAfter(5_000), () => (asked.length > 0 ? true : undefined));
    fleet.follow(mainState);
    expect(asked).toEqual(['a adopt']);
    adopted();
    await beginning;
    expect(asked).toEqual(['a adopt', 'a running']);
  });

  it('are not started again while they are removed', async () => {
    await write('a', 2);
    await fleet.begin();
    const node = fleet.find('a');
    if (node === undefined) throw new Error('it was not taken up');
    const removing = fleet.remove(node);
    fleet.follow(mainState);
    arrive[0]?.();
    await removing;
    expect(asked).toEqual(['a adopt', 'a running', 'a stopped', 'a release']);
    expect(await readdir(main.nodes)).toEqual([]);
  });

  it('that cannot be taken up are told and listed, and tried again when asked', async () => {
    await write('a', 2);
    unwilling.add('a');
    await fleet.begin();
    expect(asked).toEqual(['a adopt', 'a release']);
    expect(fleet.find('a')).toBeUndefined();
    expect(fleet.whyUnused('a')).toEqual(problem);
    expect(fleet.views()).toMatchObject([{ name: 'a', state: 'failed', address: '198.18.73.2', problem }]);
    expect(fleet.problems()).toMatchObject([{ message: 'The VM a: It ended.' }]);
    unwilling.clear();
    await fleet.retry();
    expect(fleet.whyUnused('a')).toBeUndefined();
    expect([fleet.problems(), running]).toEqual([[], new Set(['a'])]);
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
    await fleet.retry();
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
    // Mended by hand, or given up.
    await writeFile(join(home, 'node.json'), '{}');
    await fleet.retry();
    expect(fleet.problems()).toHaveLength(1);
    await fleet.remove(await fleet.reclaim('lost'));
    expect([fleet.problems(), fleet.views(), await readdir(main.nodes)]).toEqual([[], [], []]);
    await write('lost', 2);
    await fleet.retry();
    expect(fleet.views()).toEqual([]);
  });

  it('whose record is put back are used once more', async () => {
    const { home } = nodePaths(main, 'lost');
    await mkdir(home, { recursive: true });
    await fleet.begin();
    await write('lost', 2);
    await fleet.retry();
    expect([fleet.problems(), running]).toEqual([[], new Set(['lost'])]);
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
