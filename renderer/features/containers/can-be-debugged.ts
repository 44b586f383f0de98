import type { Container } from '../../../main/contract/engine/containers.ts';

/** Whether there is something to look at beside a container: processes, or volumes where it has none. */
export function canBeDebugged({ state, volumes, debugOf }: Container): boolean {
  if (debugOf !== null) return false;
  return state === 'running' || state === 'paused' || (volumes.length > 0 && state !== 'removing');
}
