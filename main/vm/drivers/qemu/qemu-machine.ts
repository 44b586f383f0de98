import { connect } from 'node:net';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { type Failure, SlipwayError, toFailure } from '../../../contract/errors.ts';
import type { HomePaths } from '../../../home/paths.ts';
import { connectPatiently } from '../../../util/connect-patiently.ts';
import { shortest } from '../../../util/shortest.ts';
import { abortAfter, delay, withDeadline } from '../../../util/wait.ts';
import { freeBytes, leastFreeBytesToGoOn } from '../../data-disk.ts';
import type { Machine, MachineExit, MachineRecord } from '../../driver.ts';
import { haltDeadlineMs } from '../../go-on.ts';
import { openControlPort } from '../../guest/control-port.ts';
import { openPortsChannel } from '../../guest/ports-channel.ts';
import { openWatchesChannel } from '../../guest/watches-channel.ts';
import { createDoors } from './doors.ts';
import { saveMemory, whyUnsavable } from './migration.ts';
import { lastWords, type QemuProcess } from './qemu-process.ts';
import type { Qmp, Trace } from './qmp.ts';
import type { SharedMemory } from './shared-memory.ts';

/** QEMU flushes its disks before it leaves by `quit`; after this many milliseconds it is killed. */
const quitDeadlineMs = 5_000;

/** The monitor answers from QEMU's main loop, whatever the guest does: this long without a word is a freeze. */
const monitorDeadlineMs = 5_000;

/** How long a process may take to be gone whose monitor is; freeing gigabytes of memory takes a second. In milliseconds. */
const endWithinMs = 2_000;

/** Beside the guest's memory: what saved memory holds of devices, and what others write meanwhile. */
const roomToSpareBytes = 256 * 1024 ** 2;

/** What all machines of a home share. */
export interface MachineSurroundings {
  readonly paths: HomePaths;
  readonly trace: Trace;
  readonly findData: Machine['findData'];
  /** The memory that a process with shares shares with their servers, where it can be copied. */
  readonly findShared: (
    record: Pick<MachineRecord, 'process' | 'memoryMiB' | 'shares'>,
  ) => Promise<SharedMemory | undefined>;
  /** Called once the process is gone, before anybody else hears of it. */
  readonly onGone: () => Promise<void>;
}

/** Puts a {@link Machine} on a QEMU process and its monitor. `initiallyPaused`: why it stands still already. */
export function createMachine(
  { paths, trace, findData, findShared, onGone }: MachineSurroundings,
  record: MachineRecord,
  process: QemuProcess,
  qmp: Qmp,
  initiallyPaused: Failure | null = null,
): Machine {
  let cleanShutdown = false;
  let paused = initiallyPaused;
  qmp.onEvent(({ name, data }) => {
    if (name === 'SHUTDOWN') cleanShutdown = data.guest === true && data.reason === 'guest-shutdown';
    if (name === 'BLOCK_IO_ERROR' && data.action === 'stop')
      paused = pauseFailure(paths, data.nospace === true);
    if (name === 'RESUME') paused = null;
  });
  const control = openControlPort(shortest(paths.guestControl), trace);
  const ports = openPortsChannel(shortest(paths.guestPorts), trace);
  const watches = openWatchesChannel(shortest(paths.guestWatches), trace);
  const exited = process.gone.then(async (): Promise<MachineExit> => {
    qmp.close();
    control.close();
    ports.close();
    watches.close();
    await onGone().catch((error: Error) => trace(`what ran beside QEMU: ${error.message}`));
    const words = await lastWords(paths.qemuLog);
    return {
      clean: cleanShutdown,
      problem: {
        code: 'vm-exited',
        message: cleanShutdown ? 'The VM shut itself down.' : 'The VM ended unexpectedly.',
        hint: '`slipway logs --source console` shows the guest’s last lines.',
        ...(words === '' ? {} : { detail: words }),
      },
    };
  });

  const tell = async (
    command: string,
    signal: AbortSignal,
    deadlineMs = monitorDeadlineMs,
    failure = frozen(process),
  ) => {
    await withDeadline(deadlineMs, signal, failure, (inner) => qmp.execute(command, {}, inner));
  };

  return {
    record,
    exited,
    connectEngine: (signal) => connectPatiently(shortest(paths.engineForward), signal),
    connectGuest: (): Duplex =>
      record.sshPort === null ? connect(paths.sshForward) : connect(record.sshPort, '127.0.0.1'),
    control,
    ports,
    watches,
    doors: createDoors(qmp, paths, record.engineVia === 'unix'),
    halt: (signal) => tell('stop', signal, haltDeadlineMs, notHalted),
    proceed: (signal, deadlineMs) => tell('cont', signal, deadlineMs),
    whyUnsavable: (signal) => whyUnsavable(qmp, signal),
    async saveMemory(file, signal) {
      const isRoomy = (await freeBytes(dirname(file))) > record.memoryMiB * 1024 ** 2 + roomToSpareBytes;
      const shared = await findShared(record);
      return saveMemory(qmp, { file, folder: paths.run, isRoomy, shared }, signal);
    },
    findData,
    async resizeDisk(bytes, signal) {
      await qmp.execute('block_resize', { device: 'data', size: bytes }, signal);
    },
    async checkMonitor(signal) {
      try {
        await tell('query-status', signal);
      } catch (error) {
        // The monitor of a QEMU that was killed is gone before its process is: an end, to be heard of as one, and no freeze.
        if (toFailure(error).code !== 'vm-unresponsive')
          await Promise.race([exited, delay(endWithinMs, signal)]);
        throw error;
      }
    },
    pausedFor: () => paused,
    async resumeWhenPossible(signal) {
      if (paused === null || (await freeBytes(paths.disks)) < leastFreeBytesToGoOn) return;
      await tell('cont', signal);
    },
    async end() {
      // A frozen QEMU answers nothing: the deadline leads to SIGKILL, which it cannot refuse.
      const signal = abortAfter(quitDeadlineMs);
      await qmp.execute('quit', {}, signal).catch(() => undefined);
      const timeout = new Promise<'late'>((resolve) => setTimeout(resolve, quitDeadlineMs, 'late').unref());
      if ((await Promise.race([process.gone, timeout])) === 'late') await process.kill();
      await exited;
    },
    release() {
      qmp.close();
      control.close();
      ports.close();
      watches.close();
    },
  };
}

function frozen(process: QemuProcess): Failure {
  return {
    code: 'vm-unresponsive',
    message: `QEMU (process ${process.identity.pid}) is alive and does not answer its monitor.`,
    hint: 'Slipway ends it and starts the VM again; if it recurs, look for a suspended or overloaded host.',
  };
}

const notHalted: Failure = {
  code: 'save-failed',
  message: `The VM did not stand still within ${haltDeadlineMs / 1_000} s: its disks were not written back in time.`,
  hint: 'The VM runs on. Try again when the disk of this machine is less busy.',
};

/** Why a VM stands still. */
export function pauseFailure(paths: HomePaths, noSpace: boolean): Failure {
  return noSpace
    ? {
        code: 'disk-full',
        message: `The VM stands still: the disk with ${paths.disks} is full.`,
        hint: `Free at least ${leastFreeBytesToGoOn / 1024 ** 2} MiB there: the VM goes on by itself where it stopped.`,
      }
    : {
        code: 'qemu-failed',
        message: `The VM stands still: its data disk ${paths.dataDisk} cannot be written.`,
        hint: 'Check the disk of this machine; `slipway restart` tries again.',
      };
}

/** Thrown in place of an unexplained end while a start is under way. */
export function exitError(exit: MachineExit): SlipwayError {
  return new SlipwayError(exit.problem);
}
