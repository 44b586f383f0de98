import { heldBytes } from '../util/process-memory.ts';
import type { MachineRecord } from '../vm/driver.ts';

/**
 * About how many bytes the saved memory of a VM will take, rather too many: what its process holds, where the system tells
 * that, or all of the guest's memory.
 */
export async function memoryInUse({ process, memoryMiB }: MachineRecord): Promise<number> {
  const most = memoryMiB * 1024 ** 2;
  return Math.min(most, (await heldBytes(process.pid)) ?? most);
}
