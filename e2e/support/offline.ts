/** Options of a container that has no use for a network: with one, an emulated processor has twice as much to do for its start. */
export const offline = ['--network', 'none'] as const;
