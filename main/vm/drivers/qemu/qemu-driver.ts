import { createHash } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { cpus as hostProcessors } from 'node:os';
import type { Accelerator } from '../../../contract/status.ts';
import { findDoorSockets, type HomePaths, homePaths, qemuSockets } from '../../../home/paths.ts';
import type { Log } from '../../../logging/logger.ts';
import { isAlive } from '../../../util/process-identity.ts';
import type { ConsoleLog } from '../../console-log.ts';
import type { Driver, LaunchReport, Machine, MachineRecord, MachineSpecification } from '../../driver.ts';
import { type GuestImage, loadGuestImage } from '../../guest-image.ts';
import { type Fingerprint, shareLines } from '../../memory/fingerprint.ts';
import type { MemoryImage } from '../../memory/memory-image.ts';
import { type AcceleratorMemory, loadAcceleratorMemory } from './accelerators.ts';
import { qemuArguments } from './arguments.ts';
import { beginSharing } from './begin-sharing.ts';
import { findDataRanges } from './data-ranges.ts';
import { probeFeatures, type QemuFeatures } from './features.ts';
import { freePort } from './free-port.ts';
import { waitForHeartbeat } from './heartbeat.ts';
import { findImageProgram } from './image-tool.ts';
import { converseAndLoad } from './loading.ts';
import { converse, endOrphan, reasonForPause } from './monitor.ts';
import { findQemu, type QemuProgram } from './program.ts';
import { createMachine, type MachineSurroundings } from './qemu-machine.ts';
import { spawnQemu, watchQemu } from './qemu-process.ts';
import { createSharing, findShareMeans } from './share-offer.ts';
import { endShareServers } from './share-servers.ts';
import { findSharedMemory } from './shared-memory.ts';
import { reasonOf, tryAccelerators } from './try-accelerators.ts';

/** What the driver works with. */
export interface QemuDriverOptions {
  readonly paths: HomePaths;
  readonly console: ConsoleLog;
  readonly imageFolder: string;
  readonly bundledQemu: string | null;
  /** The folder of the bundled virtiofsd. */
  readonly shareServer: string | null;
  /** Folders that no guest may see. Without links. */
  readonly hiddenFolders: () => Promise<readonly string[]>;
  /** The setting qemu.path. */
  readonly ownQemu: () => Promise<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

interface Prepared {
  readonly image: GuestImage;
  readonly program: QemuProgram;
  readonly features: QemuFeatures;
  readonly memory: AcceleratorMemory;
}

/** Runs the VM with QEMU. */
export function createQemuDriver(options: QemuDriverOptions): Driver {
  const { paths, console, log } = options;
  const trace = (line: string) => log('debug', line);
  let prepared: Prepared | undefined;
  const imageProgram = async () => findImageProgram(options.bundledQemu, await options.ownQemu());
  const surroundings: MachineSurroundings = {
    ...{ paths, trace },
    onGone: () => endShareServers(paths),
    async findData(file, signal) {
      return findDataRanges(await imageProgram(), file, signal, (line) => log('warn', line));
    },
    async findShared({ process, memoryMiB, shares }) {
      if (shares.length === 0) return undefined;
      return findSharedMemory(process.pid, memoryMiB * 1024 ** 2, await imageProgram());
    },
  };

  const shareMeans = findShareMeans(options.shareServer, async () => {
    const program = await findQemu(await options.ownQemu(), options.bundledQemu);
    return probeFeatures(program, paths.qemuFeatures, paths.run);
  });

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

  const fingerprintOf = async (
    accelerator: Accelerator,
    { cpus, memoryMiB, shares }: MachineSpecification,
  ): Promise<Fingerprint> => {
    const { image, program, features } = prepared ?? (await prepare(new AbortController().signal));
    const parameters = qemuArguments({
      ...{ features, accelerator, cpus, memoryMiB, sshPort: null, incoming: false },
      shareCount: shares.length,
      memoryFile: shares.length === 0 ? null : 'memory',
      // Where files lie is not part of what the VM is.
      paths: homePaths('/'),
      image: { ...image, kernel: 'kernel', initrd: 'initrd', root: 'root' },
    });
    return {
      qemu: program.version,
      devices: createHash('sha256').update(JSON.stringify(parameters)).digest('hex'),
      accelerator,
      processor: accelerator === 'tcg' ? '' : (hostProcessors()[0]?.model ?? ''),
      cpus,
      memoryMiB,
      image: image.contentHash,
      shares: shareLines(shares),
      diskBytes: (await stat(paths.dataDisk)).size,
    };
  };

  /** `from`: the memory to load; undefined to boot. */
  const launchWith = async (
    accelerator: Accelerator,
    specification: MachineSpecification,
    from: MemoryImage | undefined,
    report: Pick<LaunchReport, 'spawned'>,
    signal: AbortSignal,
  ): Promise<Machine> => {
    const { image, program, features } = prepared ?? (await prepare(signal));
    const sshPort = features.unixForward ? null : await freePort();
    await endOrphan(paths, signal);
    await removeSockets(paths);
    await console.rotate(false);
    const { cpus, memoryMiB, shares } = specification;
    const incoming = from !== undefined;
    const lent = await beginSharing(specification, shareMeans, paths, options.hiddenFolders, signal);
    const machine = {
      ...{ paths, image, features, accelerator, cpus, memoryMiB, sshPort, incoming },
      ...{ shareCount: shares.length, memoryFile: lent?.path ?? null },
    };
    const parameters = qemuArguments(machine);
    const spawnedAt = options.now();
    const onEnd = (pid: number, how: string) => log('info', `QEMU (process ${pid}) ended: ${how}`);
    const process = await spawnQemu(program, parameters, paths.run, paths.qemuLog, onEnd).catch(
      async (error: unknown) => {
        lent?.release();
        // Nobody has connected to them, so nobody lets go of them.
        await endShareServers(paths);
        throw error;
      },
    );
    log(
      'info',
      `QEMU ${program.version} is process ${process.identity.pid}: ${accelerator}, ${cpus} CPUs, ${memoryMiB} MiB`,
    );
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
      shares,
      fingerprint: await fingerprintOf(accelerator, specification),
      incoming: false,
    };
    try {
      const written = report.spawned({ ...record, incoming });
      const begin = () =>
        converse(paths, process, signal, trace)
          .finally(() => lent?.release())
          .finally(() => written);
      const qmp =
        from === undefined
          ? await begin()
          : await converseAndLoad(begin, process, from, paths, () => surroundings.findShared(record), signal);
      return createMachine(surroundings, record, process, qmp);
    } catch (error) {
      await process.kill();
      await endShareServers(paths);
      throw error;
    }
  };

  const launchTried = async (
    accelerator: Accelerator,
    specification: MachineSpecification,
    report: LaunchReport,
    signal: AbortSignal,
  ): Promise<Machine> => {
    const machine = await launchWith(accelerator, specification, undefined, report, signal);
    try {
      if (accelerator !== 'tcg') await waitForHeartbeat(console, machine, accelerator, signal);
      return machine;
    } catch (error) {
      await machine.end();
      throw error;
    }
  };

  return {
    sharing: createSharing(shareMeans, paths),

    async prepare(signal) {
      return (await prepare(signal)).image.contentHash;
    },

    async fingerprint(specification) {
      const { memory } = prepared ?? (await prepare(new AbortController().signal));
      const [accelerator = 'tcg'] = await memory.candidates(specification.accelerator);
      return fingerprintOf(accelerator, specification);
    },

    resume(specification, from, report, signal) {
      return launchWith(from.fingerprint.accelerator, specification, from, report, signal);
    },

    async launch(specification, report, signal) {
      const { memory } = prepared ?? (await prepare(signal));
      const launch = (accelerator: Accelerator) => launchTried(accelerator, specification, report, signal);
      return tryAccelerators({ setting: specification.accelerator, memory, launch, report, log }, signal);
    },

    async adopt(record, claim, signal) {
      if (!(await isAlive(record.process))) return undefined;
      const process = watchQemu(record.process);
      void process.gone.then(() =>
        log('info', `QEMU (process ${record.process.pid}, of an earlier host) ended`),
      );
      try {
        const qmp = await converse(paths, process, signal, trace);
        const paused = await reasonForPause(paths, qmp, record.incoming, claim, signal);
        return createMachine(surroundings, { ...record, incoming: false }, process, qmp, paused);
      } catch (error) {
        signal.throwIfAborted();
        log(
          'warn',
          `QEMU (process ${record.process.pid}) cannot be taken over and is ended: ${reasonOf(error)}`,
        );
        await process.kill();
        return undefined;
      }
    },

    async endLeft(signal) {
      await endOrphan(paths, signal);
      await endShareServers(paths);
    },

    async verdicts() {
      if (prepared !== undefined) return prepared.memory.verdicts();
      const { version } = await findQemu(await options.ownQemu(), options.bundledQemu);
      const memory = await loadAcceleratorMemory(paths.accelerators, version, options.now);
      return memory.verdicts();
    },
  };
}

/** What a QEMU before this one has left. */
async function removeSockets(paths: HomePaths): Promise<void> {
  for (const socket of [...qemuSockets(paths), ...(await findDoorSockets(paths))])
    await rm(socket, { force: true });
}
