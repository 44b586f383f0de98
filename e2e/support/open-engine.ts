import type { Instance } from './instance.ts';
import { whyNoNativeEngine } from './native-engine.ts';
import { createNativeHome } from './native-home.ts';
import { sharedVm } from './shared-vm.ts';

/** An engine for what needs one, and no VM. */
export interface EngineHome {
  readonly instance: Instance;
  /** Removes what was made for it; a shared VM stays. */
  remove(): Promise<void>;
}

/**
 * The VM's own engine without a VM where it can be run, since a container starts there in a tenth of the time that an emulated
 * processor takes; elsewhere the lane's shared VM, so that nothing goes untested. Whoever uses it leaves it as it was.
 */
export async function openEngine(): Promise<EngineHome> {
  if (whyNoNativeEngine() === undefined) return createNativeHome();
  return { instance: await sharedVm(), remove: async () => undefined };
}
