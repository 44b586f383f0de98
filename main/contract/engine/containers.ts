import { z } from 'zod';
import { nothing, request } from '../requests.ts';
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
  readonly volumes: readonly VolumeMount[];
  readonly networks: readonly NetworkMembership[];
}

const port = z.number().int().min(1).max(65_535);

/** What `containers.run` takes. */
export const runParameters = z.strictObject({
  image: z.string().trim().min(1).max(512),
  name: z.string().trim().max(255).default(''),
  /** Words of the command; empty: the image's own. */
  command: z.array(z.string().max(65_536)).max(1024).default([]),
  ports: z
    .array(
      z.strictObject({
        /** Empty: every address of the host. */
        address: z.string().max(64).default(''),
        /** 0: any free port. */
        hostPort: z.number().int().min(0).max(65_535),
        containerPort: port,
        protocol: z.enum(['tcp', 'udp']).default('tcp'),
      }),
    )
    .max(256)
    .default([]),
  environment: z
    .array(z.strictObject({ name: z.string().min(1).max(1024), value: z.string().max(65_536) }))
    .max(1024)
    .default([]),
  volumes: z
    .array(
      z.strictObject({
        /** A volume's name or a folder's absolute path. */
        source: z.string().min(1).max(4096),
        target: z.string().min(1).max(4096),
        readOnly: z.boolean().default(false),
      }),
    )
    .max(256)
    .default([]),
  removeWhenDone: z.boolean().default(false),
  tty: z.boolean().default(false),
});

/** What `containers.run` takes, as the caller writes it. */
export type RunParameters = z.input<typeof runParameters>;

/** What `containers.run` answers: the container that was made and started. */
export interface Started {
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
  'containers.run': request<Started>()(runParameters),
} as const;
