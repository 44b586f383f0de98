import type { ShareState } from '../../main/contract/shares.ts';

/** Whether a VM is there that may have a share. */
export type VmPresence = 'awake' | 'asleep' | 'none';

/** What is said of a share beside its path; nothing when it is as it should be and a VM has it. */
export function shareText({ isShown, isWanted, readOnly }: ShareState, vm: VmPresence): string {
  const access = readOnly ? 'Containers can read it' : 'Containers can read and write it';
  if (vm === 'none' || isShown === isWanted) return access;
  return isWanted
    ? `${access} from the next start on`
    : 'Shared no longer; the engine has it until its next start';
}
