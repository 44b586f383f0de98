import { z } from 'zod';
import { nothing, request } from '../requests.ts';
import { containerOptions } from './container-options.ts';
import { identity, onOne } from './identity.ts';

/** The engine's own words for what a container is doing. */
export type ContainerState =
  | 'created'
  | 'running'
  | 'paused'
  | 'restarting'
  | 'removing'
  | 'exited'
  | 'dead'
  | 'unknown';

/** What a container's health check says. */
export type ContainerHealthState = 'starting' | 'healthy' | 'unhealthy';

/** A port of a container, published on the host or not. */
export interface ContainerPort {
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** Address and port on the host; null when the port is only exposed. */
  readonly published: { readonly address: string; readonly port: number } | null;
}

/** A volume that a container has mounted. */
export interface VolumeMount {
  readonly name: string;
  /** Where it is in the container. */
  readonly target: string;
  readonly readOnly: boolean;
}

/** A network that a container belongs to; the addresses are empty unless the container runs. */
export interface NetworkMembership {
  readonly name: string;
  /** Empty for a container that has never run. */
  readonly id: string;
  readonly ipv4: string;
  readonly ipv6: string;
  readonly mac: string;
}

/** A container as the list shows it. Every text in it comes from outside and is not to be trusted. */
export interface Container {
  readonly id: string;
  /** Without the leading slash. */
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly command: string;
  readonly state: ContainerState;
  /** The engine's sentence, such as `Exited (0) 2 minutes ago`. */
  readonly status: string;
  /** Null for one that does not run, or has no health check. */
  readonly health: ContainerHealthState | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly ports: readonly ContainerPort[];
  /** The Compose project and service that it belongs to; null when it was not made by Compose. */
  readonly project: string | null;
  readonly service: string | null;
  /** The id of the container that it takes the place of: recreate.ts. */
  readonly replaces: string | null;
  /** The id of the container beside which it is a debug shell; null for every other. */
  readonly debugOf: string | null;
  readonly volumes: readonly VolumeMount[];
  readonly networks: readonly NetworkMembership[];
}

/** What `containers.create` and `containers.run` answer: the container that was made. */
export interface Made {
  readonly id: string;
  readonly name: string;
}

/** What the window asks about containers. */
export const containerRequests = {
  'containers.list': request<readonly Container[]>()(nothing),
  'containers.start': request<void>()(onOne),
  /** Gives the container its own stop timeout before it is killed. */
  'containers.stop': request<void>()(onOne),
  'containers.restart': request<void>()(onOne),
  /** Without `force` a running container is refused. Anonymous volumes go with it. */
  'containers.remove': request<void>()(z.strictObject({ id: identity, force: z.boolean().default(false) })),
  /** Makes a container that does not run yet. */
  'containers.create': request<Made>()(containerOptions),
  /** Makes a container and starts it; one that cannot be started is removed again. */
  'containers.run': request<Made>()(containerOptions),
} as const;
