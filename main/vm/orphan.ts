import type { Failure } from '../contract/errors.ts';

/** What is to be said of a VM's process that was killed and lives all the same. */
export function undying(pid: number): Failure {
  return {
    code: 'vm-orphaned',
    message: `The VM's process ${pid} does not end, though it was killed; it still holds the data disk.`,
    hint: `It may be waiting for a disk that does not answer (see \`dmesg\`): mend that, end process ${pid}, and try again. Restarting this machine ends it in any case.`,
  };
}
