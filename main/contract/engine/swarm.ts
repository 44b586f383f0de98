import { z } from 'zod';
import { nothing, request } from '../requests.ts';
import { identity } from './identity.ts';
import type { Swarm } from './swarm-lists.ts';

/** An address or the name of a network interface, with or without a port; empty: the engine finds its own. */
const ownAddress = z.string().trim().max(255).default('');

/** What `swarm.join` takes. */
export const joinParameters = z.strictObject({
  /** Of managers: `192.168.1.5:2377`. */
  managers: z.array(z.string().trim().min(1).max(255)).min(1).max(16),
  token: z.string().trim().min(1).max(512),
  address: ownAddress,
});

/** What whoever joins has to show. Only told when it is asked for. */
export interface JoinTokens {
  readonly worker: string;
  readonly manager: string;
  /** Where the managers are. */
  readonly managers: readonly string[];
}

const role = z.enum(['worker', 'manager']);

/** What `nodes.update` takes; what is left out stays. */
export const nodeChange = z.strictObject({
  id: identity,
  availability: z.enum(['active', 'pause', 'drain']).optional(),
  role: role.optional(),
  /** All of them: those that are not here are taken away. */
  labels: z.record(z.string().min(1).max(1024), z.string().max(65_536)).optional(),
});

/** What the window asks about a Swarm and its nodes. */
export const swarmRequests = {
  'swarm.read': request<Swarm>()(nothing),
  /**
   * Makes this engine the first manager of a new Swarm. `isRescue`: of the one whose only reachable manager it is, with all that
   * there is in it; the other managers are forgotten.
   */
  'swarm.init': request<void>()(
    z.strictObject({ address: ownAddress, isRescue: z.boolean().default(false) }),
  ),
  'swarm.join': request<void>()(joinParameters),
  /** By force a manager leaves, too: with the last one goes all that the Swarm knows. */
  'swarm.leave': request<void>()(z.strictObject({ force: z.boolean().default(false) })),
  'swarm.tokens': request<JoinTokens>()(nothing),
  /** Makes a new token; the one before is good for nothing from then on. Who has joined stays. */
  'swarm.rotateToken': request<void>()(z.strictObject({ role })),
  'nodes.update': request<void>()(nodeChange),
  /** Refused for one that is not down, unless by force; a manager has to become a worker first. */
  'nodes.remove': request<void>()(z.strictObject({ id: identity, force: z.boolean().default(false) })),
} as const;
