import { type Failure, toFailure } from '../../contract/errors.ts';
import type { ListedNodeVm, NodeVm, SwarmStanding } from '../../contract/node-vms.ts';
import { engineAt } from '../../engine/connection.ts';
import { type HomePaths, nodePaths } from '../../home/paths.ts';
import type { Log } from '../../logging/logger.ts';
import { abortAfter } from '../../util/wait.ts';
import { lastNode, nodeAddress } from '../../vm/node-address.ts';
import type { State } from '../../vm/state.ts';
import { type NodeRecord, readNodeRecords, removeNodeFolder, sweepNodeFolders } from './node-records.ts';
import type { LivingNode, NodeGoal } from './node-vm.ts';
import { readStandings } from './swarm-side.ts';

/** A VM that does not obey within its monitor's deadline is ended; this is for everything together. In milliseconds. */
const adoptionDeadlineMs = 20_000;

/** What the Swarm says is worth this long to whoever asks for a list, in milliseconds. */
const standingsDeadlineMs = 5_000;

/** What further VMs are kept with. */
export interface NodeFleetOptions {
  readonly main: HomePaths;
  /** Takes up the VM of a record; starts nothing. */
  readonly open: (record: NodeRecord) => Promise<LivingNode>;
  /** The main VM's state. */
  readonly mainState: () => State;
  readonly onChange: () => void;
  readonly log: Log;
}

/** The further VMs of a home: they run, sleep and stop with the main one. */
export interface NodeFleet {
  /** Takes up what an earlier host left. To be called once, when the main VM was taken up. */
  begin(): Promise<void>;
  /** Told of each new state of the main VM. */
  follow(state: State): void;
  /** Takes up those that could not be, and starts those once more that could not be started, if the main VM runs. */
  retry(): Promise<void>;
  /** Resolves when no VM is on its way to stop or to sleep. */
  settled(): Promise<void>;
  /** A VM is on its way to stop or to sleep: not the time to leave. */
  busy(): boolean;
  views(): readonly NodeVm[];
  problems(): readonly Failure[];
  /** As {@link views}, with what the Swarm says as far as the engine runs. */
  list(): Promise<readonly ListedNodeVm[]>;
  /** Their own, by name. */
  all(): readonly LivingNode[];
  find(name: string): LivingNode | undefined;
  /** Why one is not used of which there is a folder; undefined when there is no such. */
  whyUnused(name: string): Failure | undefined;
  /** Takes up one that is not used, by what is known of it, to be removed. Rejects with why that cannot be. */
  reclaim(name: string): Promise<LivingNode>;
  /** One more, that was just made. */
  add(node: LivingNode): void;
  /** Ends one, whatever state it is in, and removes all that it had on disk. */
  remove(node: LivingNode): Promise<void>;
  /** How many containers run in them. */
  runningContainers(signal: AbortSignal): Promise<number>;
  /** Lets go of them: those that run go on. */
  release(): Promise<void>;
}

/** Keeps the further VMs of a home. */
export function keepNodeFleet({ main, open, mainState, onChange, log }: NodeFleetOptions): NodeFleet {
  const nodes = new Map<string, LivingNode>();
  /** Those that are being removed: nothing starts them any more. */
  const leaving = new Set<LivingNode>();
  const pending = new Set<Promise<void>>();
  /** Those that could not be taken up, and why. */
  const unused = new Map<string, { readonly record: NodeRecord; readonly problem: Failure }>();
  let unreadable: readonly string[] = [];
  let goal: NodeGoal | undefined;
  let taking: Promise<void> = Promise.resolve();

  const byNumber = (one: NodeRecord, other: NodeRecord) => one.number - other.number;
  const all = () => [...nodes.values()].toSorted((one, other) => byNumber(one.record(), other.record()));
  const views = () => [
    ...all().map((node) => node.view()),
    ...[...unused.values()].toSorted((one, other) => byNumber(one.record, other.record)).map(viewUnused),
  ];

  const pursue = (node: LivingNode, next: NodeGoal) => {
    const done = node.pursue(next).catch((error: unknown) => {
      log('warn', `${node.record().name} is not ${next}: ${toFailure(error).message}`);
    });
    // Who starts is followed by its state; who ends is waited for.
    if (next === 'running') return;
    pending.add(done);
    void done.finally(() => pending.delete(done));
  };

  const end = async (node: LivingNode) => {
    const { name } = node.record();
    const { machine, state } = node.supervisor.view();
    // Nothing of it is to be kept: one that sleeps is not woken to be shut down.
    if (machine !== null || state.kind === 'preparing' || state.kind === 'booting') {
      await node.pursue('stopped').catch((error: unknown) => {
        log('warn', `${name} does not stop: ${toFailure(error).message}`);
      });
      // Throws `vm-orphaned` when it cannot be ended: then its files stay, too.
      await node.supervisor.present()?.end();
    }
    await node.endLeft();
    await node.release();
  };

  const remove = async (node: LivingNode) => {
    const { name } = node.record();
    leaving.add(node);
    try {
      await end(node);
    } finally {
      leaving.delete(node);
    }
    nodes.delete(name);
    await removeNodeFolder(main, name);
    onChange();
  };

  /** A VM that lives is taken over before anybody sees it here: a start would begin another in its place. */
  const adopt = async (record: NodeRecord): Promise<LivingNode> => {
    const node = await open(record);
    try {
      await node.supervisor.adopt(abortAfter(adoptionDeadlineMs));
    } catch (error) {
      await node.release();
      throw error;
    }
    nodes.set(record.name, node);
    unused.delete(record.name);
    return node;
  };

  /** One that was never finished: nobody has anything in it, so that it is not shut down, which takes up to a minute. */
  const discard = async (node: LivingNode) => {
    const { name } = node.record();
    log('warn', `${name} was never finished, and is removed`);
    nodes.delete(name);
    await node.release();
    await node.endLeft();
    await removeNodeFolder(main, name);
  };

  const takeUp = async (record: NodeRecord) => {
    try {
      const node = await adopt(record);
      if (record.nodeId === null) await discard(node);
    } catch (error) {
      const problem = toFailure(error);
      log('warn', `${record.name} cannot be taken up: ${problem.message}`);
      if (!nodes.has(record.name)) unused.set(record.name, { record, problem });
    }
  };

  /** Of the folders there are those that `isMeant` names; one after the other with an earlier call. */
  const takeUpAll = (isMeant: (name: string) => boolean): Promise<void> => {
    taking = taking
      .then(async () => {
        const found = await readNodeRecords(main);
        const meant = found.records.filter(({ name }) => isMeant(name) && !nodes.has(name));
        unreadable = found.unreadable;
        await Promise.all(meant.map(takeUp));
      })
      .catch((error: unknown) => log('warn', `further VMs: ${toFailure(error).message}`))
      .finally(onChange);
    return taking;
  };

  const whyUnused = (name: string): Failure | undefined =>
    unused.get(name)?.problem ?? (unreadable.includes(name) ? unreadableRecord(main, name) : undefined);

  const follow = (state: State) => {
    const next = goalOf(state);
    if (next === undefined) return;
    goal = next;
    for (const node of all()) {
      // One that is no node yet is started by whoever makes it.
      const isStarted = next !== 'running' || node.record().nodeId !== null;
      if (!leaving.has(node) && isStarted) pursue(node, next);
    }
  };

  return {
    follow,
    async retry() {
      const missed = [...unused.keys(), ...unreadable];
      if (missed.length > 0) await takeUpAll((name) => missed.includes(name));
      follow(mainState());
    },
    async begin() {
      await sweepNodeFolders(main).catch((error: unknown) =>
        log('warn', `what is left of further VMs: ${toFailure(error).message}`),
      );
      await takeUpAll(() => true);
      follow(mainState());
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
    busy: () => pending.size > 0,
    views,
    problems: () => [
      ...unreadable.map((name) => unreadableRecord(main, name)),
      ...views().flatMap(({ name, problem }) => {
        return problem === null || goal !== 'running' ? [] : [ofNode(name, problem)];
      }),
    ],
    async list() {
      const isRunning = mainState().kind === 'running';
      const signal = abortAfter(standingsDeadlineMs);
      const standings = isRunning
        ? await readStandings(engineAt(main.ownSocket), signal)
        : new Map<string, SwarmStanding>();
      return views().map((view) => ({ ...view, swarm: standings.get(view.nodeId ?? '') ?? notTold }));
    },
    all,
    find: (name) => nodes.get(name),
    whyUnused,
    async reclaim(name) {
      const why = whyUnused(name);
      // Of one whose record is lost the number is not known; it is not to be started.
      const lost: NodeRecord = { name, number: lastNode, nodeId: null, createdAt: 0 };
      const node = await adopt(unused.get(name)?.record ?? lost);
      unreadable = unreadable.filter((one) => one !== name);
      log('info', `${name} is taken up to be removed: ${why?.message}`);
      return node;
    },
    add(node) {
      nodes.set(node.record().name, node);
      onChange();
    },
    remove,
    async runningContainers(signal) {
      const counts = await Promise.all(all().map((node) => node.runningContainers(signal)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async release() {
      await Promise.all(all().map((node) => node.release()));
    },
  };
}

const notTold: SwarmStanding = { state: null, availability: null, role: null };

/** What a state of the main VM means for the others; undefined: they stay as they are, as while the main one is started again. */
export function goalOf(state: State): NodeGoal | undefined {
  switch (state.kind) {
    case 'running':
      return 'running';
    case 'stopped':
    case 'failed':
      return 'stopped';
    case 'stopping':
      return state.next === 'stopped' ? 'stopped' : undefined;
    case 'sleeping':
      return 'sleeping';
    case 'suspending':
      return state.next === 'waiting' ? undefined : 'sleeping';
    default:
      return undefined;
  }
}

/** One that could not be taken up: whether its VM runs is not known. */
function viewUnused({ record, problem }: { readonly record: NodeRecord; readonly problem: Failure }): NodeVm {
  const { name, number, nodeId, createdAt } = record;
  const address = nodeAddress(number);
  return { name, state: 'failed', address, socket: null, vm: null, nodeId, problem, createdAt };
}

function ofNode(name: string, problem: Failure): Failure {
  return {
    ...problem,
    message: `The VM ${name}: ${problem.message}`,
    hint: `${problem.hint} \`slipway start\` tries again; \`slipway node rm ${name} --force\` gives it up.`.trim(),
  };
}

function unreadableRecord(main: HomePaths, name: string): Failure {
  const { home } = nodePaths(main, name);
  return {
    code: 'file-unusable',
    message: `The further VM ${name} is not started: what is written down of it in ${home} cannot be read.`,
    hint: `Put ${home}/node.json back from a backup and run \`slipway start\`, or delete the VM with all that it holds: \`slipway node rm ${name} --force\`.`,
  };
}
