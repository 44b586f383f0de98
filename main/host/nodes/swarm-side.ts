import type { SwarmNode } from '../../contract/engine/swarm-lists.ts';
import { type Failure, SlipwayError } from '../../contract/errors.ts';
import type { SwarmStanding } from '../../contract/node-vms.ts';
import type { engineAt } from '../../engine/connection.ts';
import {
  initSwarm,
  joinSwarm,
  leaveSwarm,
  readTokens,
  removeNode,
  updateNode,
} from '../../engine/swarm/membership.ts';
import { countTasksOn, readNodes } from '../../engine/swarm/node-tasks.ts';
import { type OwnStanding, readOwnStanding } from '../../engine/swarm/own-standing.ts';
import { abortAfter, delay, never, poll, withDeadline } from '../../util/wait.ts';
import { isNodeAddress, mainNode, nodeAddress } from '../../vm/node-address.ts';

/** The engine's API. */
type Engine = ReturnType<typeof engineAt>;

/** Where managers listen. */
const managerPort = 2377;

/** Nodes tell their managers of themselves within seconds, on an emulated processor too. In milliseconds. */
const readyDeadlineMs = 120_000;

/** A task's container has ten seconds to end unless its service says otherwise; then its place is made elsewhere. In milliseconds. */
const drainDeadlineMs = 60_000;

/** A manager that was just made is not asked before it has chosen itself as the leader. In milliseconds. */
const leaderDeadlineMs = 60_000;

/** Leaving ends what runs there for the Swarm, each with its ten seconds. In milliseconds. */
const leaveDeadlineMs = 45_000;

const lookMs = 200;

/** Answers whether the Swarm had to be begun first; throws `swarm-unusable` when there is one that further VMs cannot join. */
export async function checkSwarm(main: Engine, signal: AbortSignal): Promise<'begun' | 'none'> {
  const standing = await readOwnStanding(main, signal);
  if (standing.state === 'inactive') return 'none';
  const why = whyUnusable(standing);
  if (why !== null) throw new SlipwayError(why);
  return 'begun';
}

/** What joining takes: the main engine's own token for workers. Begins a Swarm where there is none. */
export async function readWorkerToken(main: Engine, begun: boolean, signal: AbortSignal): Promise<string> {
  if (!begun) await initSwarm(main, { address: nodeAddress(mainNode), isRescue: false }, signal);
  const failure = {
    message: 'The Swarm has no leader yet that could give its token.',
    hint: 'Try again; `slipway docker node ls` says how the managers are.',
  };
  return withDeadline(leaderDeadlineMs, signal, failure, async (until) => {
    for (;;) {
      try {
        return (await readTokens(main, until)).worker;
      } catch (error) {
        // One that there was already would have told.
        if (begun) throw error;
        await delay(lookMs, until);
      }
    }
  });
}

/** Has an engine join the main one's Swarm as a worker; answers its id there, once the Swarm says that it is ready. */
export async function joinAsWorker(
  { main, own, number, token }: { main: Engine; own: Engine; number: number; token: string },
  tell: (step: 'ready') => void,
  signal: AbortSignal,
): Promise<string> {
  const managers = [`${nodeAddress(mainNode)}:${managerPort}`];
  await joinSwarm(own, { managers, token, address: nodeAddress(number) }, signal);
  tell('ready');
  const { nodeId } = await readOwnStanding(own, signal);
  const failure = {
    message: 'The engine has joined the Swarm, which does not find it ready.',
    hint: 'The machine may be overloaded: try again.',
  };
  return withDeadline(readyDeadlineMs, signal, failure, (until) =>
    poll(lookMs, until, async () => {
      const node = (await readNodes(main, until)).find(({ id }) => id === nodeId);
      return node?.state === 'ready' ? nodeId : undefined;
    }),
  );
}

/** What a node was for before it was drained. */
export type NodeDuty = Pick<SwarmNode, 'availability' | 'role'>;

const availabilities = ['active', 'pause', 'drain'] as const;

/** Gives a node back what it was for, and so its tasks. */
export function restoreNode(main: Engine, nodeId: string, duty: NodeDuty): Promise<void> {
  const { role } = duty;
  const availability = availabilities.find((one) => one === duty.availability);
  return updateNode(main, { id: nodeId, availability, role }, never);
}

/** What a node is for; undefined when the Swarm does not know it. */
export async function readDuty(
  main: Engine,
  nodeId: string,
  signal: AbortSignal,
): Promise<NodeDuty | undefined> {
  return (await readNodes(main, signal)).find(({ id }) => id === nodeId);
}

/**
 * Has a node's tasks moved elsewhere; resolves when none is left there, or when that takes too long: then whatever hinders it (no
 * other node fits) keeps it from ever coming.
 */
export async function drainNode(main: Engine, nodeId: string, signal: AbortSignal): Promise<void> {
  const node = (await readNodes(main, signal)).find(({ id }) => id === nodeId);
  if (node === undefined) return;
  // A manager first becomes a worker: else the others would miss it at each vote.
  const role = node.role === 'manager' ? ({ role: 'worker' } as const) : {};
  await updateNode(main, { id: nodeId, availability: 'drain', ...role }, signal);
  if (node.state !== 'ready') return;
  const late = { message: 'The tasks did not end in time.', hint: 'They are ended with the node.' };
  const isEmpty = async () => ((await countTasksOn(main, nodeId, signal)) === 0 ? true : undefined);
  await withDeadline(drainDeadlineMs, signal, late, (until) => poll(lookMs, until, isEmpty)).catch(
    (error: unknown) => {
      if (!(error instanceof SlipwayError && error.code === 'deadline-exceeded')) throw error;
    },
  );
}

/**
 * Takes a node out of the Swarm, from its own side where it answers, and from the main engine's. Not to be given up: one that has
 * left is not taken back.
 */
export async function takeOut(main: Engine, own: Engine | undefined, nodeId: string): Promise<void> {
  // What does not answer cannot leave by itself, and need not.
  if (own !== undefined) await leaveSwarm(own, true, abortAfter(leaveDeadlineMs)).catch(() => undefined);
  const isKnown = (await readNodes(main, never)).some(({ id }) => id === nodeId);
  if (isKnown) await removeNode(main, nodeId, true, never);
}

/** Has the Swarm forget all nodes of an address whose VM is gone. */
export async function forgetAddress(main: Engine, number: number): Promise<void> {
  const left = (await readNodes(main, never)).filter(({ address }) => address === nodeAddress(number));
  for (const { id } of left) await removeNode(main, id, true, never);
}

/**
 * Has the Swarm forget all nodes of the network of VMs of which there is no VM; answers their addresses. Nothing where this engine
 * manages none. `readNumbers` is asked after the Swarm was: the record of one that joins is there before it does; null where they
 * are not all known, and then none is forgotten.
 */
export async function forgetGone(
  main: Engine,
  readNumbers: () => Promise<readonly number[] | null>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!(await readOwnStanding(main, signal)).isManager) return [];
  const nodes = await readNodes(main, signal);
  const numbers = await readNumbers();
  if (numbers === null) return [];
  const present = [mainNode, ...numbers].map(nodeAddress);
  const gone = nodes.filter(({ address }) => isNodeAddress(address) && !present.includes(address));
  for (const { id } of gone) await removeNode(main, id, true, signal);
  return gone.map(({ address }) => address);
}

/** What the Swarm says of nodes, by their ids; nothing where it does not tell. */
export async function readStandings(
  main: Engine,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, SwarmStanding>> {
  const nodes = await readNodes(main, signal).catch(() => []);
  return new Map(nodes.map(({ id, state, availability, role }) => [id, { state, availability, role }]));
}

/** Why a further VM cannot join the Swarm that the main engine is in; null when it can. */
export function whyUnusable({ state, isManager, address, error }: OwnStanding): Failure | null {
  const wanted = nodeAddress(mainNode);
  const rescue = `slipway docker swarm init --force-new-cluster --advertise-addr ${wanted}`;
  if (state === 'locked')
    return unusable(
      'its state is locked since the engine was started',
      '`slipway docker swarm unlock`, and try again.',
    );
  if (state === 'error' || (state === 'pending' && error !== ''))
    return unusable(
      error.replace(/\.$/, ''),
      `See \`slipway docker info\`; with \`${rescue}\` this engine goes on as the only manager.`,
    );
  if (!isManager && state === 'active')
    return unusable(
      'this engine is a worker there, or its managers do not answer',
      `Have it promoted on a manager. If more than half of the managers are lost for good: \`${rescue}\`.`,
    );
  if (address !== wanted)
    return unusable(
      address === ''
        ? 'it knows no address of this engine, by which the other VMs would reach it'
        : `it knows this engine by the address ${address}, which the other VMs do not reach`,
      `\`${rescue}\` gives it the address ${wanted}, and keeps services, secrets and networks.`,
    );
  return null;
}

function unusable(why: string, hint: string): Failure {
  return { code: 'swarm-unusable', message: `No VM can be added to the Swarm: ${why}.`, hint };
}
