import { dirname } from 'node:path';
import type { serviceRequests } from '../../contract/engine/services.ts';
import type { swarmRequests } from '../../contract/engine/swarm.ts';
import type {
  SwarmFileOptions,
  stackRequests,
  swarmFileRequests,
} from '../../contract/engine/swarm-files.ts';
import type { SwarmFileKind } from '../../contract/engine/swarm-limits.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { ChosenFiles } from '../../util/chosen-files.ts';
import type { Engines } from '../engines.ts';
import { createSwarmFile, removeSwarmFile } from '../swarm/files.ts';
import {
  initSwarm,
  joinSwarm,
  leaveSwarm,
  readTokens,
  removeNode,
  rotateToken,
  updateNode,
} from '../swarm/membership.ts';
import { swarmReader } from '../swarm/read-swarm.ts';
import {
  createService,
  removeService,
  rollBackService,
  scaleService,
  updateService,
} from '../swarm/services.ts';
import { deployStack, removeStack } from '../swarm/stacks.ts';

/** The code behind {@link swarmRequests}. */
export function swarmHandlers({ reading, acting }: Engines): Handlers<typeof swarmRequests> {
  const read = swarmReader(reading);
  return {
    'swarm.read': (_, signal) => read(signal),
    'swarm.init': (parameters, signal) => initSwarm(acting, parameters, signal),
    'swarm.join': (parameters, signal) => joinSwarm(acting, parameters, signal),
    'swarm.leave': ({ force }, signal) => leaveSwarm(acting, force, signal),
    'swarm.tokens': (_, signal) => readTokens(acting, signal),
    'swarm.rotateToken': ({ role }, signal) => rotateToken(acting, role, signal),
    'nodes.update': (change, signal) => updateNode(acting, change, signal),
    'nodes.remove': ({ id, force }, signal) => removeNode(acting, id, force, signal),
  };
}

/** The code behind {@link serviceRequests}. */
export function serviceHandlers({ acting, registryAuth }: Engines): Handlers<typeof serviceRequests> {
  return {
    'services.create': (options, signal) => createService(acting, registryAuth, options, signal),
    'services.scale': (parameters, signal) => scaleService(acting, parameters, signal),
    'services.update': (change, signal) => updateService(acting, registryAuth, change, signal),
    'services.rollback': ({ id }, signal) => rollBackService(acting, id, signal),
    'services.remove': ({ id }, signal) => removeService(acting, id, signal),
  };
}

/** The code behind {@link swarmFileRequests} and {@link stackRequests}; `files` are those that the page's user has chosen. */
export function swarmFileHandlers(
  { acting, runClient }: Engines,
  files: ChosenFiles,
): Handlers<typeof swarmFileRequests & typeof stackRequests> {
  const create =
    (kind: SwarmFileKind) =>
    ({ name, content }: SwarmFileOptions, signal: AbortSignal) =>
      createSwarmFile(
        acting,
        kind,
        name,
        content.kind === 'text' ? content : { kind: 'file', path: files.path('read', content.file) },
        signal,
      );
  return {
    'secrets.create': create('secrets'),
    'secrets.remove': ({ id }, signal) => removeSwarmFile(acting, 'secrets', id, signal),
    'configs.create': create('configs'),
    'configs.remove': ({ id }, signal) => removeSwarmFile(acting, 'configs', id, signal),
    'stacks.deploy': async ({ file, ...stack }, signal) => {
      const path = files.path('read', file);
      const deployment = { ...stack, file: path, folder: dirname(path) };
      return { output: await deployStack(runClient, deployment, signal) };
    },
    'stacks.remove': ({ name }, signal) => removeStack(runClient, name, signal),
  };
}
