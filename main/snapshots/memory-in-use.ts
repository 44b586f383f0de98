import { readFile } from 'node:fs/promises';
import type { MachineRecord } from '../vm/driver.ts';

/**
 * About how many bytes the saved memory of a VM will take, rather too many: what its process holds, where that can be
 * looked up, or all of the guest's memory.
 */
export async function memoryInUse({ process, memoryMiB }: MachineRecord): Promise<number> {
  const most = memoryMiB * 1024 ** 2;
  const text = await readFile(`/proc/${process.pid}/status`, 'utf8').catch(() => '');
  const held = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1];
  return held === undefined ? most : Math.min(most, Number(held) * 1024);
}
