import { request } from '../requests.ts';
import type { ContainerHealthState, ContainerPort, ContainerState } from './containers.ts';
import { onOne } from './identity.ts';

/** One run of a container's health check. */
export interface HealthProbe {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly exitCode: number;
  /** Untrusted: what the check wrote. */
  readonly output: string;
}

/** What a container's health check says. */
export interface ContainerHealth {
  readonly state: ContainerHealthState;
  readonly failingStreak: number;
  /** The last few, the newest first. */
  readonly probes: readonly HealthProbe[];
}

/** A folder, volume or memory that a container has mounted. */
export interface ContainerMount {
  readonly kind: 'bind' | 'volume' | 'tmpfs' | 'npipe' | 'cluster' | 'image' | 'unknown';
  /** The volume's name, or the path on the host; empty for memory. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** A network that a container is in. */
export interface ContainerNetwork {
  readonly name: string;
  readonly networkId: string;
  /** Empty while the container does not run. */
  readonly address: string;
  readonly address6: string;
  readonly gateway: string;
  readonly macAddress: string;
  /** Names by which others in the network find it. */
  readonly aliases: readonly string[];
}

/** What a container may use; null: as much as there is. */
export interface ContainerLimits {
  readonly memoryBytes: number | null;
  /** Processors, such as 1.5. */
  readonly cpus: number | null;
  readonly processes: number | null;
}

/** Everything about one container. Every text in it comes from outside and is not to be trusted. */
export interface ContainerDetails {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly state: ContainerState;
  /** How it ended last; null when it has never ended. */
  readonly ended: { readonly at: number; readonly exitCode: number; readonly outOfMemory: boolean } | null;
  /** Why it could not be started; empty when it could. */
  readonly error: string;
  /** Milliseconds since 1970; null when it was never started. */
  readonly startedAt: number | null;
  readonly createdAt: number;
  readonly restarts: number;
  readonly health: ContainerHealth | null;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingFolder: string;
  readonly user: string;
  readonly hostname: string;
  readonly hasTerminal: boolean;
  readonly platform: string;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly ports: readonly ContainerPort[];
  readonly mounts: readonly ContainerMount[];
  readonly networks: readonly ContainerNetwork[];
  readonly limits: ContainerLimits;
  /** As docker writes it: `no`, `always`, `on-failure:3`. */
  readonly restartPolicy: string;
  readonly removeWhenDone: boolean;
  readonly isPrivileged: boolean;
  /** What the engine answered, as indented JSON. */
  readonly json: string;
}

/** One process in a container, as `ps` in the guest tells it. */
export interface ProcessTable {
  readonly titles: readonly string[];
  readonly processes: readonly (readonly string[])[];
}

/** A path in which a container's files differ from its image's. */
export interface FileChange {
  readonly path: string;
  readonly kind: 'changed' | 'added' | 'removed';
}

/** What the window asks about one container. */
export const containerDetailsRequests = {
  'container.inspect': request<ContainerDetails>()(onOne),
  /** Rejects when it does not run. */
  'container.processes': request<ProcessTable>()(onOne),
  /** Sorted by path. */
  'container.changes': request<readonly FileChange[]>()(onOne),
} as const;
