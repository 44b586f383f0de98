import { isAbsolute } from 'node:path';
import type Docker from 'dockerode';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';

/** Most files that are read from labels: what a person writes has a few. */
const mostFiles = 32;

/**
 * Where a Compose project was brought up from, as its newest container says; undefined when there is none. Untrusted: an image
 * can bring labels, too. Only absolute paths are answered.
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
      if (!isAbsolute(folder) || !files.every(isAbsolute) || files.length > mostFiles) return undefined;
      return { files, folder };
    }),
  );
}
