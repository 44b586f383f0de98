import { buildCacheRequests } from './engine/build-cache.ts';
import { containerActionRequests, containerActionStreams } from './engine/container-actions.ts';
import { containerDetailsRequests } from './engine/container-details.ts';
import { containerUpdateRequests } from './engine/container-update.ts';
import { containerRequests } from './engine/containers.ts';
import { treeRequests, treeStreams } from './engine/file-trees.ts';
import { imageDetailsRequests } from './engine/image-details.ts';
import { imageLayerStreams } from './engine/image-layers.ts';
import { imagePackageRequests } from './engine/image-packages.ts';
import { imageSearchRequests } from './engine/image-search.ts';
import { imageUpdateRequests } from './engine/image-updates.ts';
import { imageRequests } from './engine/images.ts';
import { localRegistryRequests } from './engine/local-registry.ts';
import { logRequests, logStreams } from './engine/logs.ts';
import { networkRequests } from './engine/networks.ts';
import { recreateRequests, recreateStreams } from './engine/recreate.ts';
import { retentionRequests } from './engine/retention.ts';
import { serviceRequests } from './engine/services.ts';
import { statsRequests, statsStreams } from './engine/stats.ts';
import { swarmRequests } from './engine/swarm.ts';
import { stackRequests, swarmFileRequests } from './engine/swarm-files.ts';
import { systemRequests, systemStreams } from './engine/system.ts';
import type { EngineTopic } from './engine/topics.ts';
import { transferRequests, transferStreams } from './engine/transfers.ts';
import { volumeRequests, volumeStreams } from './engine/volumes.ts';

/** What the window asks of the engine. Every one rejects with `engine-unreachable` while the engine is away. */
export const engineRequests = {
  ...containerRequests,
  ...containerActionRequests,
  ...containerDetailsRequests,
  ...containerUpdateRequests,
  ...recreateRequests,
  ...imageRequests,
  ...volumeRequests,
  ...networkRequests,
  ...swarmRequests,
  ...serviceRequests,
  ...swarmFileRequests,
  ...stackRequests,
  ...systemRequests,
  ...buildCacheRequests,
  ...imageDetailsRequests,
  ...imageUpdateRequests,
  ...imageSearchRequests,
  ...imagePackageRequests,
  ...retentionRequests,
  ...localRegistryRequests,
  ...logRequests,
  ...statsRequests,
  ...transferRequests,
  ...treeRequests,
} as const;

/** What the window reads from the engine bit by bit: streams.ts. */
export const engineStreams = {
  ...containerActionStreams,
  ...imageLayerStreams,
  ...logStreams,
  ...recreateStreams,
  ...statsStreams,
  ...systemStreams,
  ...transferStreams,
  ...treeStreams,
  ...volumeStreams,
} as const;

/** What the engine's side announces. */
export interface EngineEvents {
  /** These lists are out of date: fetch them again. Said at once after a reconnect, and at most ten times a second. */
  readonly 'engine.changed': { readonly topics: readonly EngineTopic[] };
}
