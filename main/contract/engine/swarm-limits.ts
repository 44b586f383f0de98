/** Names that Swarm takes for services, stacks, secrets and configs are alike, but for their length. */
export const swarmNamePattern = /^[a-zA-Z0-9](?:[-_.a-zA-Z0-9]*[a-zA-Z0-9])?$/;

/** Most characters of a service's name: it becomes a host's name. */
export const longestServiceName = 63;

/** Most characters of the name of a stack, a secret or a config. */
export const longestFileName = 64;

/** Most replicas that the window asks for: a slip of a finger is not to bring a machine down. */
export const mostReplicas = 10_000;

/** Secrets and configs: files that Swarm brings to the containers of a service. */
export type SwarmFileKind = 'secrets' | 'configs';

/** Most bytes that Swarm takes for one. */
export const mostFileBytes: Readonly<Record<SwarmFileKind, number>> = {
  secrets: 500 * 1024,
  configs: 1000 * 1024,
};
