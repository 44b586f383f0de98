import { z } from 'zod';
import { nothing, request } from '../requests.ts';
import { identity } from './identity.ts';

/** A range of addresses of a network. Empty texts: the engine did not say, or left the choice to itself. */
export interface NetworkRange {
  readonly subnet: string;
  readonly gateway: string;
  /** The part of the subnet from which containers get their addresses. */
  readonly range: string;
}

/** A network as the list shows it. Every text in it comes from outside and is not to be trusted. */
export interface Network {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  /** `local`, or `swarm` for a network of a whole Swarm, of which other machines may be members. */
  readonly scope: string;
  /** Milliseconds since 1970; 0 when the engine does not tell. */
  readonly createdAt: number;
  readonly ranges: readonly NetworkRange[];
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  /** Containers reach each other in it, and nothing beyond. */
  readonly internal: boolean;
  /** Single containers may join a network of a Swarm. */
  readonly attachable: boolean;
  /** The network of a Swarm's published ports. */
  readonly ingress: boolean;
  /** A template for other networks: no container can join it. */
  readonly configOnly: boolean;
  /** Belongs to the engine or to Swarm, and cannot be removed. */
  readonly isBuiltIn: boolean;
  readonly project: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>>;
}

const pairs = z.record(z.string().min(1).max(1024), z.string().max(65_536));

/** What `networks.create` takes. */
export const networkParameters = z.strictObject({
  name: z.string().trim().min(1).max(255),
  driver: z.string().trim().min(1).max(255).default('bridge'),
  ranges: z
    .array(
      z.strictObject({
        subnet: z.string().trim().min(1).max(64),
        gateway: z.string().trim().max(64).default(''),
        range: z.string().trim().max(64).default(''),
      }),
    )
    .max(8)
    .default([]),
  internal: z.boolean().default(false),
  attachable: z.boolean().default(false),
  ipv6: z.boolean().default(false),
  options: pairs.default({}),
  labels: pairs.default({}),
});

/** What `networks.create` takes, as the caller writes it. */
export type NetworkParameters = z.input<typeof networkParameters>;

const membership = { id: identity, container: identity };

/** What the window asks about networks. */
export const networkRequests = {
  'networks.list': request<readonly Network[]>()(nothing),
  /** Refuses a name that is taken. */
  'networks.create': request<{ readonly id: string }>()(networkParameters),
  /** Refused while a running container is in it. */
  'networks.remove': request<void>()(z.strictObject({ id: identity })),
  /** Without addresses the engine chooses; with them they must lie in the network's ranges. */
  'networks.connect': request<void>()(
    z.strictObject({
      ...membership,
      ipv4: z.string().trim().max(64).default(''),
      ipv6: z.string().trim().max(64).default(''),
      aliases: z.array(z.string().trim().min(1).max(255)).max(64).default([]),
    }),
  ),
  'networks.disconnect': request<void>()(
    z.strictObject({ ...membership, force: z.boolean().default(false) }),
  ),
} as const;
