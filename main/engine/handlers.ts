import type { engineRequests, engineStreams } from '../contract/engine.ts';
import type { Handlers } from '../contract/requests.ts';
import type { Sources } from '../contract/streams.ts';
import type { ChosenFiles } from '../util/chosen-files.ts';
import type { Engines } from './engines.ts';
import { containerActionHandlers, containerActionSources } from './handlers/container-actions.ts';
import { containerDetailsHandlers } from './handlers/container-details.ts';
import { containerHandlers } from './handlers/containers.ts';
import { treeHandlers, treeSources } from './handlers/file-trees.ts';
import { imageLayerSources } from './handlers/image-layers.ts';
import { imagePackageHandlers } from './handlers/image-packages.ts';
import { imageRegistryHandlers } from './handlers/image-registry.ts';
import { imageHandlers } from './handlers/images.ts';
import { localRegistryHandlers } from './handlers/local-registry.ts';
import { logHandlers, logSourcesAt } from './handlers/logs.ts';
import { networkHandlers } from './handlers/networks.ts';
import { recreateHandlers, recreateSources } from './handlers/recreate.ts';
import { statsHandlers, statsSources } from './handlers/stats.ts';
import { serviceHandlers, swarmFileHandlers, swarmHandlers } from './handlers/swarm.ts';
import { systemHandlers, systemSources } from './handlers/system.ts';
import { transferHandlers, transferSources } from './handlers/transfers.ts';
import { volumeHandlers, volumeSources } from './handlers/volumes.ts';

/** The code behind {@link engineRequests}; `files` are those that the page's user has chosen. */
export function engineHandlers(engines: Engines, files: ChosenFiles): Handlers<typeof engineRequests> {
  return {
    ...containerHandlers(engines),
    ...containerActionHandlers(engines),
    ...containerDetailsHandlers(engines),
    ...recreateHandlers(engines),
    ...imageHandlers(engines),
    ...imageRegistryHandlers(engines),
    ...localRegistryHandlers(engines),
    ...imagePackageHandlers(engines, files),
    ...volumeHandlers(engines),
    ...networkHandlers(engines),
    ...logHandlers(engines),
    ...statsHandlers(engines),
    ...swarmHandlers(engines),
    ...serviceHandlers(engines),
    ...swarmFileHandlers(engines, files),
    ...systemHandlers(engines),
    ...transferHandlers(engines, files),
    ...treeHandlers(engines),
  };
}

/** The code behind {@link engineStreams}; `files` are those that the page's user has chosen. */
export function engineSources(engines: Engines, files: ChosenFiles): Sources<typeof engineStreams> {
  return {
    ...containerActionSources(engines),
    ...imageLayerSources(engines),
    ...logSourcesAt(engines, files),
    ...recreateSources(engines),
    ...statsSources(engines),
    ...systemSources(engines),
    ...transferSources(engines),
    ...treeSources(engines, files),
    ...volumeSources(engines, files),
  };
}
