import { SlipwayError, toFailure } from '../../contract/errors.ts';
import type { hostRequests } from '../../contract/host.ts';
import type { AddedNode, NodeProgress } from '../../contract/node-vms.ts';
import type { Handlers } from '../../contract/requests.ts';
import { engineAt } from '../../engine/connection.ts';
import { readOwnStanding } from '../../engine/swarm/own-standing.ts';
import { type HomePaths, nodePaths } from '../../home/paths.ts';
import { socketPathRoom } from '../../home/socket-paths.ts';
import type { Log } from '../../logging/logger.ts';
import { oneAtATime } from '../../util/one-at-a-time.ts';
import { delay, never, orAborted } from '../../util/wait.ts';
import { mainHostname } from '../../vm/node-address.ts';
import { checkMemoryForVm, memoryLeft } from './memory-for-vm.ts';
import {
  busy,
  byForce,
  cancelled,
  nameTaken,
  nameTooLong,
  nodeNotFound,
  noMore,
  withSwarm,
} from './node-failures.ts';
import type { NodeFleet } from './node-fleet.ts';
import {
  createNodeFolder,
  freeNumber,
  type NodeRecord,
  readNodeRecords,
  removeNodeFolder,
  wereThereAny,
  writeNodeRecord,
} from './node-records.ts';
import type { LivingNode } from './node-vm.ts';
import {
  checkSwarm,
  drainNode,
  forgetAddress,
  forgetGone,
  joinAsWorker,
  type NodeDuty,
  readDuty,
  readWorkerToken,
  restoreNode,
  takeOut,
} from './swarm-side.ts';

/** For half a minute, as long as an emulated manager may take. */
const forgetTries = 15;
const forgetAgainMs = 2_000;

type NodeRequest = Extract<keyof typeof hostRequests, `nodeVms.${string}`>;

/** What requests about further VMs are answered with. */
export interface NodeRequestOptions {
  readonly main: HomePaths;
  readonly fleet: NodeFleet;
  readonly open: (record: NodeRecord) => Promise<LivingNode>;
  /** Starts or wakes the main VM; resolves when its engine answers. */
  readonly startMain: () => Promise<unknown>;
  /** MiB that each VM is given. */
  readonly memoryMiB: () => Promise<number>;
  /** Why VMs cannot be connected with each other here; null when they can. */
  readonly whyNotConnected: () => Promise<SlipwayError | null>;
  /** Rejects when the main VM, which runs, is not connected with others. */
  readonly untilMainConnected: (signal: AbortSignal) => Promise<void>;
  readonly tell: (progress: NodeProgress | null) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** Requests about further VMs. */
export interface NodeRequests {
  readonly handlers: Pick<Handlers<typeof hostRequests>, NodeRequest>;
  /** One is being made or removed. */
  busy(): boolean;
  /**
   * Has the Swarm forget nodes whose VM is gone: of one that an earlier host had not finished, or that was deleted while the Swarm
   * did not answer. To be called when the main VM runs; never rejects.
   */
  forgetGone(): Promise<void>;
  /** Gives up what is under way, and resolves when nothing is. */
  end(): Promise<void>;
}

/** Answers requests about further VMs. One is made or removed at a time. */
export function answerNodeRequests(options: NodeRequestOptions): NodeRequests {
  const { main, fleet, now, log } = options;
  const over = new AbortController();
  let forgetting: Promise<void> = Promise.resolve();
  const works = oneAtATime({ busy, cancelled }, () => options.tell(null));

  /** A record for one that is to be made: its name is checked, and what it takes is there. */
  const plan = async (wanted: string | undefined): Promise<NodeRecord> => {
    const { records, unreadable } = await readNodeRecords(main);
    const number = freeNumber(records.map((record) => record.number));
    if (number === undefined) throw new SlipwayError(noMore);
    const taken = [mainHostname, ...unreadable, ...records.map((record) => record.name)];
    const name = wanted ?? freeName(number, taken);
    if (taken.includes(name)) throw new SlipwayError(nameTaken(name, freeName(number, taken)));
    const room = socketPathRoom(nodePaths(main, name));
    if (room < 0) throw new SlipwayError(nameTooLong(main, name, -room));
    const why = await options.whyNotConnected();
    if (why !== null) throw why;
    const running = 1 + fleet.views().filter(({ vm }) => vm !== null).length;
    checkMemoryForVm(await options.memoryMiB(), running, memoryLeft());
    return { name, number, nodeId: null, createdAt: now() };
  };

  const teller = (name: string, work: NodeProgress['work']) => (step: NodeProgress['step']) =>
    options.tell({ name, work, step });

  const add = async (wanted: string | undefined, signal: AbortSignal): Promise<AddedNode> => {
    const before = now();
    const record = await plan(wanted);
    const tell = teller(record.name, 'add');
    tell('engine');
    await orAborted(signal, options.startMain());
    await options.untilMainConnected(signal);
    tell('swarm');
    const engine = engineAt(main.ownSocket);
    const isBegun = (await checkSwarm(engine, signal)) === 'begun';
    // One that there is tells at once if it has no leader; a new one is made while the VM starts.
    const known = isBegun ? await readWorkerToken(engine, true, signal) : undefined;
    // Of one that had this place and that the Swarm could not be told the end of.
    if (isBegun) await forgetAddress(engine, record.number).catch(logged(record.name));
    const node = await begin(record);
    fleet.add(node);
    try {
      tell('start');
      const [token] = await Promise.all([
        known ?? readWorkerToken(engine, false, signal),
        orAborted(signal, node.pursue('running')),
      ]);
      tell('join');
      const own = engineAt(node.paths.ownSocket);
      const nodeId = await joinAsWorker({ main: engine, own, number: record.number, token }, tell, signal);
      const joined = { ...record, nodeId };
      await writeNodeRecord(main, joined);
      node.setRecord(joined);
      void node.furnish(never);
      return { node: node.view(), beganSwarm: !isBegun, durationMs: now() - before };
    } catch (error) {
      log('warn', `${record.name} is not made: ${toFailure(error).message}`);
      tell('undo');
      // What could not be taken back is the worse news.
      await undo(node);
      const why = signal.aborted ? signal.reason : error;
      throw isBegun || !(await checkMember().catch(() => false)) ? why : withSwarm(why);
    }
  };

  /** Written down before anything else is there, so that a host that comes after this one finds and removes it. */
  const begin = async (record: NodeRecord): Promise<LivingNode> => {
    await createNodeFolder(main, record);
    try {
      return await options.open(record);
    } catch (error) {
      await removeNodeFolder(main, record.name).catch(logged(record.name));
      throw error;
    }
  };

  /** It may have joined without that being known yet: by its address the Swarm finds it. */
  const undo = async (node: LivingNode) => {
    const { name, number } = node.record();
    await fleet.remove(node);
    await forgetAddress(engineAt(main.ownSocket), number).catch(logged(name));
  };

  const logged = (name: string) => (error: unknown) => log('warn', `${name}: ${toFailure(error).message}`);

  const remove = async (name: string, force: boolean, signal: AbortSignal): Promise<void> => {
    const node = await findToRemove(name, force);
    const tell = teller(name, 'remove');
    const { nodeId } = node.record();
    const engine = engineAt(main.ownSocket);
    let before: NodeDuty | undefined;
    try {
      tell('engine');
      await orAborted(signal, options.startMain());
      if (nodeId !== null && (await checkMember())) {
        before = await readDuty(engine, nodeId, signal);
        tell('drain');
        await drainNode(engine, nodeId, signal);
        tell('leave');
        const isRunning = node.supervisor.view().state.kind === 'running';
        await takeOut(engine, isRunning ? engineAt(node.paths.ownSocket) : undefined, nodeId);
      }
    } catch (error) {
      if (!force || signal.aborted) {
        if (nodeId !== null && before !== undefined)
          await restoreNode(engine, nodeId, before).catch(logged(name));
        throw signal.aborted ? signal.reason : byForce(name, error);
      }
      log('warn', `${name} is removed all the same: ${toFailure(error).message}`);
    }
    tell('stop');
    await fleet.remove(node);
  };

  /** One that is used; by force also one that could not be taken up. */
  const findToRemove = async (name: string, force: boolean): Promise<LivingNode> => {
    const node = fleet.find(name);
    if (node !== undefined) return node;
    const why = fleet.whyUnused(name);
    if (why !== undefined && force) return fleet.reclaim(name);
    if (why !== undefined) throw byForce(name, new SlipwayError(why));
    const names = fleet.views().map((view) => view.name);
    throw new SlipwayError(nodeNotFound(name, names));
  };

  /** Whether there is a Swarm that could know it: its user may have ended that. */
  const checkMember = async (): Promise<boolean> => {
    return (await readOwnStanding(engineAt(main.ownSocket), never)).state !== 'inactive';
  };

  const forget = async () => {
    // Whoever has never had a further VM is asked nothing.
    if (!(await wereThereAny(main))) return;
    const readNumbers = async () => {
      const { records, unreadable } = await readNodeRecords(main);
      // One of those could be its VM.
      return unreadable.length > 0 ? null : records.map(({ number }) => number);
    };
    const gone = await forgetGone(engineAt(main.ownSocket), readNumbers, over.signal);
    for (const address of gone) log('info', `the Swarm has forgotten ${address}, whose VM is gone`);
  };

  /** An engine that has just been started may not have found its Swarm's leader yet. What is given up, the next host has done. */
  const forgetPatiently = async () => {
    for (let left = forgetTries; !over.signal.aborted; left -= 1)
      try {
        return await forget();
      } catch (error) {
        if (left <= 1 && !over.signal.aborted) throw error;
        await delay(forgetAgainMs, over.signal).catch(() => undefined);
      }
  };

  return {
    handlers: {
      'nodeVms.list': () => fleet.list(),
      'nodeVms.add': ({ name }, asker) => works.run(asker, (signal) => add(name, signal)),
      'nodeVms.remove': ({ name, force }, asker) => works.run(asker, (signal) => remove(name, force, signal)),
      'nodeVms.cancel': () => works.cancel(),
    },
    busy: () => works.busy(),
    forgetGone() {
      // One after the other: two would have the same node forgotten.
      forgetting = forgetting.then(forgetPatiently).catch(logged('nodes whose VM is gone'));
      return forgetting;
    },
    async end() {
      over.abort();
      await Promise.all([works.cancel(), forgetting]);
    },
  };
}

/** `node-2`, or the first after it that is free. */
function freeName(number: number, taken: readonly string[]): string {
  for (let count = number; ; count += 1) if (!taken.includes(`node-${count}`)) return `node-${count}`;
}
