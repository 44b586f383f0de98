import { delimiter } from 'node:path';
import type { ClientConfig } from './client-config.ts';
import type { DockerClient } from './locate-client.ts';

/** The helper that comes with Slipway, by the name that docker's configuration has for it: for the keychain of Linux desktops. */
export const bundledHelper = 'secretservice';

/**
 * An environment in which docker, its plugins and this program find the bundled helper, if the configuration names it, behind
 * any of the user's own. Not otherwise: docker takes a helper that it finds on PATH by itself, whether there is a
 * keychain or not, and a login without one then fails.
 */
export function withNamedHelper(
  environment: NodeJS.ProcessEnv,
  helpers: DockerClient['helpers'],
  config: ClientConfig,
): NodeJS.ProcessEnv {
  const { credsStore, credHelpers } = config;
  const named = [credsStore, ...Object.values(isObject(credHelpers) ? credHelpers : {})];
  return named.includes(bundledHelper) ? withHelpers(environment, helpers) : environment;
}

/** An environment in which the bundled helper is found, behind any of the user's own; the same one where none is bundled. */
export function withHelpers(
  environment: NodeJS.ProcessEnv,
  helpers: DockerClient['helpers'],
): NodeJS.ProcessEnv {
  if (helpers === undefined) return environment;
  const folders = [environment.PATH, helpers].filter((folder) => folder !== undefined && folder !== '');
  return { ...environment, PATH: folders.join(delimiter) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
