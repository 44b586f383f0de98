import { join } from 'node:path';
import { abortAfter } from '../../../main/util/wait.ts';
import { connectQmp, type Qmp } from '../../../main/vm/drivers/qemu/qmp.ts';
import { quoteForShell, writeQemuProgram } from '../../support/qemu-program.ts';

/** A QEMU like the bundled one, to be named by the setting qemu.path, with a second monitor for the bench. */
export interface QemuWithMonitor {
  readonly program: string;
  readonly monitorSocket: string;
}

/**
 * Writes it into `folder`. QEMU's monitor speaks with one client at a time, and the host is that client: only a second
 * monitor lets the bench change a VM that is otherwise just as the host runs it.
 */
export async function writeQemuWithMonitor(
  folder: string,
  bundledQemu: string | null,
): Promise<QemuWithMonitor> {
  const [program, monitorSocket] = [join(folder, 'qemu-with-monitor'), join(folder, 'bench-qmp.sock')];
  const monitor = quoteForShell(`unix:${monitorSocket},server=on,wait=off`);
  await writeQemuProgram(program, bundledQemu, { more: `-qmp ${monitor}` });
  return { program, monitorSocket };
}

/** Forwards a TCP port of the host's loopback to the guest, as QEMU does it by itself. Gives how to undo it. */
export async function addTcpForward(
  qemu: QemuWithMonitor,
  port: number,
  guestPort: number,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const qmp = await connectQmp(qemu.monitorSocket, 10_000, signal);
  const rule = `tcp:127.0.0.1:${port}`;
  try {
    await tell(qmp, `hostfwd_add net0 ${rule}-:${guestPort}`, signal);
  } catch (error) {
    qmp.close();
    throw error;
  }
  return async () => {
    try {
      await tell(qmp, `hostfwd_remove net0 ${rule}`, abortAfter(10_000));
    } finally {
      qmp.close();
    }
  };
}

/** The human monitor answers in words, and with none when all is well. */
async function tell(qmp: Qmp, line: string, signal: AbortSignal): Promise<void> {
  const answer = await qmp.execute('human-monitor-command', { 'command-line': line }, signal);
  const words = String(answer).trim();
  if (words !== '' && !words.includes('removed')) throw new Error(`QEMU refused "${line}": ${words}`);
}
