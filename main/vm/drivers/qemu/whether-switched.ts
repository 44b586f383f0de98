import type { Failure } from '../../../contract/errors.ts';
import type { HomePaths } from '../../../home/paths.ts';
import { probeFeatures } from './features.ts';
import { findQemu } from './program.ts';

/** Why this computer's QEMU cannot connect VMs with each other; null when it can. `setting`: qemu.path. Rejects when there is no QEMU. */
export async function whyNotSwitched(
  paths: Pick<HomePaths, 'qemuFeatures' | 'run'>,
  setting: string,
  bundled: string | null,
): Promise<Failure | null> {
  const program = await findQemu(setting, bundled);
  if ((await probeFeatures(program, paths.qemuFeatures, paths.run)).switched) return null;
  return {
    code: 'qemu-failed',
    message: `QEMU ${program.version} cannot connect VMs with each other: that came with QEMU 9.2.`,
    hint: 'Use a newer one, or the bundled one: `slipway settings unset qemu.path`; then `slipway restart`.',
  };
}
