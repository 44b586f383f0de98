import { cpus } from 'node:os';
import { type Settings, settingDefinitions } from '../contract/settings.ts';

/** The VM's cores: as set, or half of the host's, at least 2, at most 8. */
export function chosenCpus(set: Settings['vm.cpus']): number {
  return set || Math.min(8, Math.max(2, cpus().length >> 1));
}

/** The VM's memory in MiB: as set, or the default. */
export function chosenMemoryMiB(set: Settings['vm.memoryMiB']): number {
  return set || settingDefinitions['vm.memoryMiB'].default;
}
