import { isAbsolute } from 'node:path';
import type Docker from 'dockerode';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';

/** Most files that are read from labels: what a person writes has a few. */
const mostFiles = 32;

/**
 * Where a Compose project was brought up from, as its newest container says; undefined when there is none. Untrusted: an image
 * can bring labels, too. Only absolute paths of YAML files are answered: what is answered can be read and edited from then on.
 */
export function readComposeLabels(
  engine: Docker,
  project: string,
  signal: AbortSignal,
): Promise<{ readonly files: readonly string[]; readonly folder: string } | undefined> {
  const doing = `read the labels of the Compose project ${project}`;
  return attempt(doing, () =>
    withEngineDeadline('read', doing, signal, async (abortSignal) => {
      const filters = { label: [`com.docker.compose.project=${project}`] };
      const [newest] = await engine.listContainers({ all: true, filters, abortSignal });
      const files = (newest?.Labels['com.docker.compose.project.config_files'] ?? '').split(',');
      const folder = newest?.Labels['com.docker.compose.project.working_dir'] ?? '';
      const areFit = files.every((file) => isAbsolute(file) && /\.ya?ml$/i.test(file));
      if (!isAbsolute(folder) || !areFit || files.length > mostFiles) return undefined;
      return { files, folder };
    }),
  );
}
