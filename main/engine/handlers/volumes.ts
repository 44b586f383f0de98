import type { volumeRequests, volumeStreams } from '../../contract/engine/volumes.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Sources } from '../../contract/streams.ts';
import type { ChosenFiles } from '../../util/chosen-files.ts';
import { reportWork } from '../../util/report-work.ts';
import type { Engines } from '../engines.ts';
import { backUpVolume, cloneVolume, emptyVolume, restoreVolume } from '../files/volume-archives.ts';
import { createVolume, listVolumes, measureVolumes, removeVolume } from '../volumes.ts';

/** The code behind {@link volumeRequests}. */
export function volumeHandlers({ reading, acting, helpers }: Engines): Handlers<typeof volumeRequests> {
  return {
    'volumes.list': (_, signal) => listVolumes(reading, signal),
    'volumes.sizes': (_, signal) => measureVolumes(reading, signal),
    'volumes.create': (parameters, signal) => createVolume(acting, parameters, signal),
    'volumes.remove': async ({ name }, signal) => {
      await helpers.letGo(name);
      await removeVolume(acting, name, signal);
    },
    'volumes.empty': ({ name }, signal) => emptyVolume(acting, helpers, name, signal),
  };
}

/** The code behind {@link volumeStreams}. */
export function volumeSources(
  { acting, helpers }: Engines,
  files: ChosenFiles,
): Sources<typeof volumeStreams> {
  return {
    'volumes.backUp': ({ name, target }, signal) =>
      reportWork(signal, (tell, until) =>
        backUpVolume(acting, name, files.path('write', target), tell, until),
      ),
    'volumes.restore': ({ name, file, isNew }, signal) =>
      reportWork(signal, (tell, until) =>
        restoreVolume(acting, helpers, { name, file: files.path('read', file), isNew }, tell, until),
      ),
    'volumes.clone': (names, signal) =>
      reportWork(signal, (tell, until) => cloneVolume(acting, helpers, names, tell, until)),
  };
}
