import type { Container } from '../../main/contract/engine/containers.ts';
import { isAlive } from './actions.ts';
import { openDialog } from './dialogs.ts';
import { useEngine } from './engine-store.ts';
import { requestVm } from './status-store.ts';

/** Stops or restarts the engine; asks first when containers would end with it. */
export function askEngineTo(request: 'stop' | 'restart'): void {
  if (livingContainers().length === 0) void requestVm(request);
  else openDialog({ kind: 'end-engine', request });
}

/** The containers that would end with the engine; none are known of while it does not run. */
export function livingContainers(): readonly Container[] {
  const { containers } = useEngine.getState();
  return containers.kind === 'loaded' ? containers.items.filter(isAlive) : [];
}
