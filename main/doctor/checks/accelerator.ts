import { loadAcceleratorMemory } from '../../vm/drivers/qemu/accelerators.ts';
import { type DoctorView, type Finding, ok, warning } from '../check.ts';

/** By what the VM's processor is run, or would be by the next start, and why. */
export async function checkAccelerator({
  paths,
  settings,
  status,
  qemu,
  now,
}: Pick<DoctorView, 'paths' | 'settings' | 'status' | 'qemu' | 'now'>): Promise<Finding> {
  const setting = settings['vm.accelerator'];
  if (setting === 'tcg') return ok('Software emulation, as the setting vm.accelerator says.');
  const used = status.vm?.accelerator;
  if (used !== undefined && used !== 'tcg') return ok(`${used.toUpperCase()}: the VM runs on it.`);
  const memory = await loadAcceleratorMemory(paths.accelerators, (await qemu()).version, now);
  const [next = 'tcg'] = await memory.candidates(setting);
  const verdict = memory.verdicts().find(({ accelerator }) => accelerator !== 'tcg');
  if (next !== 'tcg')
    return verdict?.works === true
      ? ok(`${next.toUpperCase()}: ${verdict.reason.replace(/\.$/, '')}.`)
      : ok(`${next.toUpperCase()} has not been tried yet: the next start does.`);
  const why =
    verdict === undefined || verdict.works ? 'this computer has none' : verdict.reason.replace(/\.$/, '');
  return warning(
    `Software emulation, several times slower than hardware acceleration: ${why}.`,
    verdict === undefined
      ? 'To hear no more of it: `slipway settings set vm.accelerator tcg`.'
      : `Mend that, then \`slipway settings set vm.accelerator ${verdict.accelerator}\`; in a virtual machine, nested virtualization has to be on. To hear no more of it: \`slipway settings set vm.accelerator tcg\`.`,
  );
}
