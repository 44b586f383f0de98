import type { HomePaths } from '../home/paths.ts';
import { changeClientConfig } from './client-config.ts';
import { withNamedHelper } from './helper-path.ts';
import type { DockerClient } from './locate-client.ts';

/** Variables that would lead the client to another engine, or to this one by another way. */
const misleading = ['DOCKER_CONTEXT', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH'];

/** The address of the engine's socket in the form that clients take. */
export function dockerHost(paths: HomePaths): string {
  return process.platform === 'win32' ? `npipe://${paths.dockerSocket}` : `unix://${paths.dockerSocket}`;
}

/**
 * The environment of a docker client that talks to this home's engine, with a configuration of its own (so that the
 * user's is neither read nor written) in which the bundled plugins are found, and the bundled helper for the keychain where it
 * keeps logins. Makes or mends that configuration.
 */
export async function clientEnvironment(
  paths: HomePaths,
  client: DockerClient,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<NodeJS.ProcessEnv> {
  const config = await changeClientConfig(paths, (found) => ({
    ...found,
    cliPluginsExtraDirs: [client.plugins],
  }));
  const kept = Object.entries(environment).filter(([name]) => !misleading.includes(name));
  const way = { DOCKER_HOST: dockerHost(paths), DOCKER_CONFIG: paths.dockerConfig };
  return withNamedHelper({ ...Object.fromEntries(kept), ...way }, client.helpers, config);
}
