import { abortAfter, never } from '../util/wait.ts';
import type { Machine } from './driver.ts';
import { wakeGuest } from './guest-clock.ts';

/**
 * To halt, QEMU waits for what is being written and has its disks write all of it back (`bdrv_flush_all`, in its do_vm_stop), its monitor
 * silent meanwhile: as long as a busy disk takes, for which no number is known. In milliseconds.
 */
export const haltDeadlineMs = 60_000;

/** Setting the clock of a guest on a machine under load, in milliseconds. */
const clockDeadlineMs = 30_000;

/**
 * Lets a VM go on that stands still, or that will because it was told to: it hears this once it has halted. Sets its clock. The data disk
 * must have been stamped anew before if memory was saved.
 */
export async function goOn(machine: Machine): Promise<void> {
  await machine.proceed(never, haltDeadlineMs);
  await wakeGuest(machine, abortAfter(clockDeadlineMs));
}
