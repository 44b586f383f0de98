import { readFile } from 'node:fs/promises';
import { constants } from 'node:os';

/** Whether a signal was sent to a process that has blocked it, and still waits there. Linux tells; elsewhere never. */
export async function isSignalPending(pid: number, signal: NodeJS.Signals): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  // The mask of what waits for the whole process, in hexadecimal, the lowest bit for signal 1 (proc_pid_status(5)).
  const [, mask = '0'] = /^ShdPnd:\s*([0-9a-f]+)$/m.exec(status) ?? [];
  return ((BigInt(`0x${mask}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
}
