import type Docker from 'dockerode';
import { z } from 'zod';
import type { JoinTokens, joinParameters, nodeChange } from '../../contract/engine/swarm.ts';
import { askJson } from '../ask.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { change, changeSpec, type Spec } from './change.ts';

/** On every address of the machine: who may come there is a matter of its network. */
const listenAddress = '0.0.0.0:2377';

/** Makes the engine the first manager of a new Swarm, or the only one of the Swarm that it is in. */
export function initSwarm(
  engine: Docker,
  { address, isRescue }: { readonly address: string; readonly isRescue: boolean },
  signal: AbortSignal,
): Promise<void> {
  const doing = isRescue ? 'make this node the only manager' : 'create a Swarm';
  const json = {
    ListenAddr: listenAddress,
    AdvertiseAddr: address,
    ForceNewCluster: isRescue,
    Spec: {},
  };
  return change(doing, signal, (until) =>
    askJson(engine, { method: 'POST', path: '/swarm/init', json }, until),
  );
}

/** Joins a Swarm. */
export function joinSwarm(
  engine: Docker,
  { managers, token, address }: z.output<typeof joinParameters>,
  signal: AbortSignal,
): Promise<void> {
  const json = {
    ListenAddr: listenAddress,
    AdvertiseAddr: address,
    RemoteAddrs: managers,
    JoinToken: token,
  };
  return change('join the Swarm', signal, (until) =>
    askJson(engine, { method: 'POST', path: '/swarm/join', json }, until),
  );
}

/** Leaves the Swarm, and ends what runs here for it. */
export function leaveSwarm(engine: Docker, force: boolean, signal: AbortSignal): Promise<void> {
  const query = { force: String(force) };
  return change('leave the Swarm', signal, (until) =>
    askJson(engine, { method: 'POST', path: '/swarm/leave', query }, until),
  );
}

const cluster = z.object({ JoinTokens: z.object({ Worker: z.string(), Manager: z.string() }) });

const managersOnly = z.array(z.object({ ManagerStatus: z.object({ Addr: z.string().nullish() }).nullish() }));

/** What others show to join, and where. */
export function readTokens(engine: Docker, signal: AbortSignal): Promise<JoinTokens> {
  const doing = 'read the join tokens';
  return attempt(doing, () =>
    withEngineDeadline('read', doing, signal, async (abortSignal) => {
      const [swarm, nodes] = await Promise.all([
        askJson(engine, { method: 'GET', path: '/swarm' }, abortSignal),
        askJson(engine, { method: 'GET', path: '/nodes' }, abortSignal),
      ]);
      const { JoinTokens: tokens } = cluster.parse(swarm);
      return {
        worker: tokens.Worker,
        manager: tokens.Manager,
        managers: managersOnly.parse(nodes).flatMap(({ ManagerStatus }) => ManagerStatus?.Addr || []),
      };
    }),
  );
}

/** Makes a new token in the place of one. */
export function rotateToken(engine: Docker, role: 'worker' | 'manager', signal: AbortSignal): Promise<void> {
  const query = { [role === 'worker' ? 'rotateWorkerToken' : 'rotateManagerToken']: 'true' };
  return change(`make a new token for ${role}s`, signal, (until) =>
    changeSpec(engine, { path: '/swarm', query, edit: (spec) => spec }, until),
  );
}

/** Changes what a node is for; what is left out stays. */
export function updateNode(
  engine: Docker,
  { id, availability, role, labels }: z.output<typeof nodeChange>,
  signal: AbortSignal,
): Promise<void> {
  const edit = (spec: Spec) => ({
    ...spec,
    ...(availability === undefined ? {} : { Availability: availability }),
    ...(role === undefined ? {} : { Role: role }),
    ...(labels === undefined ? {} : { Labels: labels }),
  });
  return change('change the node', signal, (until) =>
    changeSpec(engine, { path: `/nodes/${encodeURIComponent(id)}`, edit }, until),
  );
}

/** Takes a node out of the Swarm's list. */
export function removeNode(engine: Docker, id: string, force: boolean, signal: AbortSignal): Promise<void> {
  return change('remove the node', signal, (until) =>
    askJson(
      engine,
      { method: 'DELETE', path: `/nodes/${encodeURIComponent(id)}`, query: { force: String(force) } },
      until,
    ),
  );
}
