import { rm } from 'node:fs/promises';
import { type Failure, toFailure } from '../../contract/errors.ts';
import type { ListedNodeVm, NodeVm, SwarmStanding } from '../../contract/node-vms.ts';
import { engineAt } from '../../engine/connection.ts';
import { type HomePaths, nodePaths } from '../../home/paths.ts';
import type { Log } from '../../logging/logger.ts';
import { abortAfter } from '../../util/wait.ts';
import type { State } from '../../vm/state.ts';
import { type NodeRecord, readNodeRecords } from './node-records.ts';
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
  /** Starts those once more that could not be started, if the main VM runs. */
  retry(): void;
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
  const pending = new Set<Promise<void>>();
  let unreadable: readonly string[] = [];
  let goal: NodeGoal | undefined;

  const all = () => [...nodes.values()].toSorted((one, other) => one.record().number - other.record().number);

  const pursue = (node: LivingNode, next: NodeGoal) => {
    const done = node.pursue(next).catch((error: unknown) => {
      log('warn', `${node.record().name} is not ${next}: ${toFailure(error).message}`);
    });
    // Who starts is followed by its state; who ends is waited for.
    if (next === 'running') return;
    pending.add(done);
    void done.finally(() => pending.delete(done));
  };

  const remove = async (node: LivingNode) => {
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
    await node.release();
    nodes.delete(name);
    await rm(node.paths.home, { recursive: true, force: true });
    onChange();
  };

  const takeUp = async (record: NodeRecord) => {
    const node = await open(record);
    nodes.set(record.name, node);
    await node.supervisor.adopt(abortAfter(adoptionDeadlineMs));
    if (record.nodeId !== null) return;
    log('warn', `${record.name} was never finished, and is removed`);
    await remove(node);
  };

  const follow = (state: State) => {
    const next = goalOf(state);
    if (next === undefined) return;
    goal = next;
    for (const node of all()) pursue(node, next);
  };

  return {
    follow,
    retry: () => follow(mainState()),
    async begin() {
      const found = await readNodeRecords(main);
      unreadable = found.unreadable;
      await Promise.all(
        found.records.map((record) =>
          takeUp(record).catch((error: unknown) => {
            log('warn', `${record.name} cannot be taken up: ${toFailure(error).message}`);
          }),
        ),
      );
      follow(mainState());
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
    busy: () => pending.size > 0,
    views: () => all().map((node) => node.view()),
    problems: () => [
      ...unreadable.map((name) => unreadableRecord(main, name)),
      ...all().flatMap((node) => {
        const { name, problem } = node.view();
        return problem === null || goal !== 'running' ? [] : [ofNode(name, problem)];
      }),
    ],
    async list() {
      const isRunning = mainState().kind === 'running';
      const signal = abortAfter(standingsDeadlineMs);
      const standings = isRunning
        ? await readStandings(engineAt(main.ownSocket), signal)
        : new Map<string, SwarmStanding>();
      return all().map((node) => {
        const view = node.view();
        return { ...view, swarm: standings.get(view.nodeId ?? '') ?? notTold };
      });
    },
    all,
    find: (name) => nodes.get(name),
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
    hint: `Put ${home}/node.json back from a backup, or remove ${home} to be rid of it with all that it holds.`,
  };
}
