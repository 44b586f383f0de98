import type { HomePaths } from '../home/paths.ts';
import { withHelpers } from './helper-path.ts';
import { locateClient } from './locate-client.ts';
import { registryAuth } from './registry-auth.ts';

/**
 * What the engine is to show to the registry of an image, as {@link registryAuth} has it, of the logins that a home keeps; the helper
 * that is bundled with its docker client is found, too.
 */
export function homeRegistryAuth(paths: HomePaths, environment: NodeJS.ProcessEnv = process.env) {
  return async (image: string, signal: AbortSignal): Promise<string | undefined> => {
    // Where the client is not there, its helper is not, either.
    const client = await locateClient().catch(() => undefined);
    return registryAuth(paths.dockerConfig, image, signal, withHelpers(environment, client?.helpers));
  };
}
