import { join } from 'node:path';
import { SlipwayError } from '../contract/errors.ts';
import { refusalText } from '../contract/system-errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';
import { writeFailureCode } from '../util/file-errors.ts';
import { makeFolder } from '../util/make-folder.ts';
import type { DockerClient } from './locate-client.ts';

/** Variables that would lead the client to another engine, or to this one by another way. */
const misleading = ['DOCKER_CONTEXT', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH'];

/** The address of the engine's socket in the form that clients take. */
export function dockerHost(paths: HomePaths): string {
  return process.platform === 'win32' ? `npipe://${paths.dockerSocket}` : `unix://${paths.dockerSocket}`;
}

/**
 * The environment of a docker client that talks to this home's engine, with a configuration of its own (so that the
 * user's is neither read nor written) in which the bundled plugins are found. Makes or mends that configuration.
 */
export async function clientEnvironment(
  paths: HomePaths,
  client: DockerClient,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<NodeJS.ProcessEnv> {
  await preparePlugins(paths, client);
  const kept = Object.entries(environment).filter(([name]) => !misleading.includes(name));
  return { ...Object.fromEntries(kept), DOCKER_HOST: dockerHost(paths), DOCKER_CONFIG: paths.dockerConfig };
}

/** Names the bundled plugins in the home's docker configuration; whatever else is in it (logins) stays. */
async function preparePlugins(paths: HomePaths, client: DockerClient): Promise<void> {
  const file = join(paths.dockerConfig, 'config.json');
  try {
    const read = await readJsonFile(file);
    const config = typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
    const wanted = [client.plugins];
    if (JSON.stringify(config.cliPluginsExtraDirs) === JSON.stringify(wanted)) return;
    await makeFolder(paths.dockerConfig);
    const content = JSON.stringify({ ...config, cliPluginsExtraDirs: wanted }, undefined, 2);
    await writeFileAtomically(file, `${content}\n`);
  } catch (error) {
    throw new SlipwayError(
      {
        code: writeFailureCode(error),
        message: `The docker client's configuration ${file} cannot be written: ${refusalText(error)}.`,
        hint: 'Free space or mend the permissions of that folder.',
      },
      { cause: error },
    );
  }
}
