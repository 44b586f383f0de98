import type { LocalRegistry } from '../../main/contract/engine/local-registry.ts';

/** What the local registry does, in a few sentences; null: nothing is known yet. */
export function registryText(registry: LocalRegistry | null): string {
  if (registry === null || registry.state === 'unknown')
    return 'For images that are pushed and pulled on this computer. To run it wakes an engine that sleeps; one that is stopped is to be started first.';
  if (registry.state === 'stopped')
    return 'For images that are pushed and pulled on this computer, without a network. What it holds is kept while it does not run.';
  const holds = registry.repositories?.length === 0 ? ' It holds no images yet.' : '';
  return `Push to ${registry.address}/NAME. This computer alone reaches it.${holds}`;
}
