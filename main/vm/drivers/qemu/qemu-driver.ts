import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { relative } from 'node:path';
import { cwd } from 'node:process';
import { SlipwayError } from '../../../contract/errors.ts';
import type { Accelerator } from '../../../contract/status.ts';
import type { HomePaths } from '../../../home/paths.ts';
import { isAlive } from '../../../util/process-identity.ts';
import { delay, orAborted, withDeadline } from '../../../util/wait.ts';
import type { ConsoleLog } from '../../console-log.ts';
import type { Driver, LaunchReport, Machine, MachineRecord, MachineSpecification } from '../../driver.ts';
import { type GuestImage, loadGuestImage } from '../../guest-image.ts';
import { type AcceleratorMemory, loadAcceleratorMemory } from './accelerators.ts';
import { qemuArguments } from './arguments.ts';
import { probeFeatures, type QemuFeatures } from './features.ts';
import { findQemu, type QemuProgram } from './program.ts';
import { createMachine, exitError } from './qemu-machine.ts';
import { lastWords, type QemuProcess, spawnQemu, watchQemu } from './qemu-process.ts';
import { connectQmp } from './qmp.ts';

/** A guest that runs on real hardware prints within a second; one that hangs never does. In milliseconds. */
const heartbeatDeadlineMs = 5_000;

/** From the process's start to its monitor's first word. */
const monitorDeadlineMs = 10_000;

/** How long a process may take to end after its sockets have closed, in milliseconds. */
const endingMs = 1_000;

/** What the driver works with. */
export interface QemuDriverOptions {
  readonly paths: HomePaths;
  readonly console: ConsoleLog;
  readonly imageFolder: string;
  readonly bundledQemu: string | null;
  /** The setting qemu.path. */
  readonly ownQemu: () => Promise<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Prepared {
  readonly image: GuestImage;
  readonly program: QemuProgram;
  readonly features: QemuFeatures;
  readonly memory: AcceleratorMemory;
}

/** Runs the VM with QEMU. */
export function createQemuDriver(options: QemuDriverOptions): Driver {
  const { paths, console } = options;
  let prepared: Prepared | undefined;

  const prepare = async (signal: AbortSignal): Promise<Prepared> => {
    const [program, image] = await Promise.all([
      options.ownQemu().then((setting) => findQemu(setting, options.bundledQemu)),
      loadGuestImage(options.imageFolder, signal),
    ]);
    const features = await probeFeatures(program, paths.qemuFeatures, paths.run);
    const memory = await loadAcceleratorMemory(paths.accelerators, program.version, options.now);
    prepared = { image, program, features, memory };
    return prepared;
  };

  const launchWith = async (
    accelerator: Accelerator,
    specification: MachineSpecification,
    report: LaunchReport,
    signal: AbortSignal,
  ): Promise<Machine> => {
    const { image, program, features } = prepared ?? (await prepare(signal));
    const sshPort = features.unixForward ? null : await freePort();
    for (const socket of [paths.engineForward, paths.sshForward, paths.qmpSocket])
      await rm(socket, { force: true });
    await console.rotate(false);
    const { cpus, memoryMiB } = specification;
    const parameters = qemuArguments({ paths, image, features, accelerator, cpus, memoryMiB, sshPort });
    const spawnedAt = options.now();
    const process = await spawnQemu(program, parameters, paths.run, paths.qemuLog);
    report.spawned();
    const record: MachineRecord = {
      driver: 'qemu',
      process: process.identity,
      accelerator,
      cpus,
      memoryMiB,
      image: image.contentHash,
      spawnedAt,
      engineVia: features.unixForward ? 'unix' : 'ssh',
      sshPort,
    };
    try {
      return await attach(paths, record, process, signal);
    } catch (error) {
      await process.kill();
      throw error;
    }
  };

  const launchTried = async (
    accelerator: Accelerator,
    specification: MachineSpecification,
    report: LaunchReport,
    signal: AbortSignal,
  ): Promise<Machine> => {
    const machine = await launchWith(accelerator, specification, report, signal);
    try {
      if (accelerator !== 'tcg') await waitForHeartbeat(console, machine, accelerator, signal);
      return machine;
    } catch (error) {
      await machine.end();
      throw error;
    }
  };

  return {
    async prepare(signal) {
      await prepare(signal);
    },

    async launch(specification, report, signal) {
      const { memory } = prepared ?? (await prepare(signal));
      const candidates = await memory.candidates(specification.accelerator);
      report.verdicts(memory.verdicts());
      let last: unknown;
      for (const accelerator of candidates) {
        report.trying(accelerator);
        try {
          const machine = await launchTried(accelerator, specification, report, signal);
          if (accelerator !== 'tcg') await memory.remember(accelerator, true, 'the guest came alive');
          report.verdicts(memory.verdicts());
          return machine;
        } catch (error) {
          signal.throwIfAborted();
          last = error;
          if (accelerator === 'tcg') break;
          await memory.remember(accelerator, false, (error as Error).message);
          report.verdicts(memory.verdicts());
        }
      }
      throw last;
    },

    async adopt(record, signal) {
      if (!(await isAlive(record.process))) return undefined;
      const process = watchQemu(record.process);
      try {
        return await attach(paths, record, process, signal);
      } catch {
        signal.throwIfAborted();
        await process.kill();
        return undefined;
      }
    },

    async verdicts() {
      return prepared?.memory.verdicts() ?? [];
    },
  };
}

/** Takes up the conversation with a QEMU. One that ends meanwhile is reported with its last words. */
async function attach(
  paths: HomePaths,
  record: MachineRecord,
  process: QemuProcess,
  signal: AbortSignal,
): Promise<Machine> {
  const gaveUp = new AbortController();
  const gone = process.gone.then(() => gaveUp.abort());
  try {
    const either = AbortSignal.any([signal, gaveUp.signal]);
    const qmp = await connectQmp(shortest(paths.qmpSocket), monitorDeadlineMs, either);
    return createMachine(paths, record, process, qmp);
  } catch (error) {
    signal.throwIfAborted();
    // Its sockets close a moment before the process is gone.
    if (!(await Promise.race([gone.then(() => true), delay(endingMs).then(() => false)]))) throw error;
    const words = await lastWords(paths.qemuLog);
    throw new SlipwayError(
      {
        code: 'qemu-failed',
        message: `QEMU ended as soon as it was started: ${words || 'without a word'}.`,
        hint: 'See `slipway logs --source qemu`; if a setting is at fault, `slipway settings list` shows them.',
      },
      { cause: error },
    );
  }
}

async function waitForHeartbeat(
  console: ConsoleLog,
  machine: Machine,
  accelerator: Accelerator,
  signal: AbortSignal,
): Promise<void> {
  const failure = {
    code: 'accelerator-failed' as const,
    message: `${accelerator.toUpperCase()} can be opened here, but a guest gave no sign of life within ${heartbeatDeadlineMs / 1000} s`,
    hint: 'Software emulation is used in its place.',
  };
  await withDeadline(heartbeatDeadlineMs, signal, failure, async (inner) => {
    let stop: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => {
      stop = console.follow(0, () => resolve());
    });
    try {
      const ended = machine.exited.then((exit) => Promise.reject(exitError(exit)));
      await orAborted(inner, Promise.race([heard, ended]));
    } finally {
      stop();
    }
  });
}

/** A socket's path relative to the present folder when that is shorter: sockets have short names only. */
function shortest(path: string): string {
  const short = relative(cwd(), path);
  return short.length < path.length ? short : path;
}

/** A free TCP port of the loopback. Another program may take it before QEMU does: QEMU then says so and is retried. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('The system gave no free port');
  return address.port;
}
