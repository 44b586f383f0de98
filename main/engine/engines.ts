import type Docker from 'dockerode';
import type { DebugShells } from './debug-shell.ts';
import type { EventLog } from './event-log.ts';
import type { Helpers } from './files/helpers.ts';
import type { Recreations } from './recreate/recreations.ts';
import type { ImageUse } from './retention/plan-removals.ts';
import type { StatsCollector } from './stats/collector.ts';
import type { RunClient } from './swarm/stacks.ts';
import type { RegistryAuth } from './transfers/registry-transfer.ts';
import type { Transfers } from './transfers/transfers.ts';

/** The engine, by two ways in, and what is kept of what it told. */
export interface Engines {
  /** For what the page reads by itself: may be refused while the VM sleeps, and does not keep it awake. */
  readonly reading: Docker;
  /** For what its user does: wakes a VM that sleeps. */
  readonly acting: Docker;
  /** What each container used in the last hour. */
  readonly stats: StatsCollector;
  /** Containers that are being made anew. */
  readonly recreations: Recreations;
  /** Shells beside containers that have none. */
  readonly debug: DebugShells;
  /** What was heard of it since the app runs. */
  readonly events: EventLog;
  /** Images on their way to it and from it. */
  readonly transfers: Transfers;
  /** What registries are shown of its user. */
  readonly registryAuth: RegistryAuth;
  /** Which images were used when, as the host has written it down. */
  readonly imageUse: () => Promise<ImageUse>;
  /** The ids of the images that came with Slipway; null where they are not known. */
  readonly ownImages: () => Promise<ReadonlySet<string> | null>;
  /** Containers of Slipway's own, by which it reaches files. */
  readonly helpers: Helpers;
  /** The bundled docker client, for what it does and the engine does not. */
  readonly runClient: RunClient;
}
