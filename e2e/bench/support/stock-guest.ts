import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Accelerator } from '../../../main/contract/status.ts';
import { pingEngine } from '../../../main/engine/probe.ts';
import { homePaths } from '../../../main/home/paths.ts';
import { abortAfter, delay, poll, withDeadline } from '../../../main/util/wait.ts';
import { qemuArguments, quoteOption } from '../../../main/vm/drivers/qemu/arguments.ts';
import { findQemu } from '../../../main/vm/drivers/qemu/program.ts';
import { spawnQemu } from '../../../main/vm/drivers/qemu/qemu-process.ts';
import { connectQmp } from '../../../main/vm/drivers/qemu/qmp.ts';
import { loadGuestImage } from '../../../main/vm/guest-image.ts';
import { type BenchContext, benchMachine } from './context.ts';
import { runProgram } from './run-program.ts';

/** Where the stock guest's docker.socket listens (scripts/stock-guest/build.mjs). */
const stockEnginePort = 2375;

const bootDeadlineMs = 400_000;
const powerOffDeadlineMs = 120_000;

/** One try at a ping; a try that is lost because the guest's network was not up yet must not cost much. */
const tryMs = 2_000;

const manifestSchema = z.object({ kernelCommandLine: z.string() });

/** The name that a folder of this machine has for the guest's 9p. */
export const nineTag = 'shared';

/** A VM of the stock Debian guest, with a disk of its own that lasts from boot to boot. */
export interface StockGuest {
  /** Boots it until its engine answers, then shuts it down; gives the first in milliseconds. */
  boot(accelerator: Accelerator): Promise<number>;
  /** Boots it with a folder of this machine for its 9p, does something with its engine, and shuts it down. */
  use<T>(accelerator: Accelerator, folder: string, work: (engineSocket: string) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** Copies the guest's disk and prepares to boot it. */
export async function createStockGuest(context: BenchContext, guestFolder: string): Promise<StockGuest> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-stock-'));
  const disk = join(folder, 'root.ext4');
  try {
    const copy = ['--sparse=always', join(guestFolder, 'root.ext4'), disk];
    await runProgram('cp', copy, { signal: context.signal, deadlineMs: 120_000 });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    boot: async (accelerator) => {
      const booted = { folder, disk, guestFolder, accelerator };
      return boot(context, booted, async (_, durationMs) => durationMs);
    },
    use: (accelerator, shared, work) =>
      boot(context, { folder, disk, guestFolder, accelerator, shared }, work),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

interface StockBoot {
  readonly folder: string;
  readonly disk: string;
  readonly guestFolder: string;
  readonly accelerator: Accelerator;
  /** What the guest finds under {@link nineTag}. */
  readonly shared?: string;
}

async function boot<T>(
  context: BenchContext,
  stock: StockBoot,
  work: (engineSocket: string, durationMs: number) => Promise<T>,
): Promise<T> {
  const engine = join(stock.folder, 'engine.sock');
  const monitor = join(stock.folder, 'qmp.sock');
  for (const path of [engine, monitor]) await rm(path, { force: true });
  const program = await findQemu('', context.assets.qemu?.dir ?? null);
  const parameters = await stockArguments(context, stock, engine, monitor);
  const begun = performance.now();
  const machine = await spawnQemu(program, parameters, stock.folder, join(stock.folder, 'qemu.log'));
  try {
    const failure = {
      message: 'The engine of the stock guest did not answer in time.',
      hint: `Its console was ${join(stock.folder, 'console.log')}; look at it while the benchmark runs.`,
    };
    const ended = machine.gone.then(() =>
      Promise.reject(new Error('The stock guest ended before it answered')),
    );
    await withDeadline(bootDeadlineMs, context.signal, failure, (signal) =>
      Promise.race([awaitPing(engine, signal), ended]),
    );
    const outcome = await work(engine, performance.now() - begun);
    await powerOff(monitor, machine.gone, context.signal);
    return outcome;
  } finally {
    await machine.kill();
  }
}

function awaitPing(socket: string, signal: AbortSignal): Promise<true> {
  return poll(50, signal, () =>
    pingEngine(socket, abortAfter(tryMs, signal)).then(
      () => true as const,
      () => undefined,
    ),
  );
}

/** As a user would: systemd is told, and puts its disk away. */
async function powerOff(monitor: string, gone: Promise<void>, signal: AbortSignal): Promise<void> {
  // systemd is still busy with what comes after the engine: told too early, it does not listen.
  await delay(3_000, signal);
  const qmp = await connectQmp(monitor, 10_000, signal);
  const failure = {
    message: 'The stock guest did not shut down.',
    hint: 'Its next boot would have to repair its disk, and would count for nothing.',
  };
  try {
    await withDeadline(powerOffDeadlineMs, signal, failure, async (inner) => {
      await qmp.execute('system_powerdown', {}, inner);
      await gone;
    });
  } finally {
    qmp.close();
  }
}

/** What Slipway's own VM is given, as far as it has to do with speed; and the guest's own disk and kernel. */
async function stockArguments(
  context: BenchContext,
  { folder, disk, guestFolder, accelerator, shared }: StockBoot,
  engine: string,
  monitor: string,
): Promise<string[]> {
  const manifest = manifestSchema.parse(
    JSON.parse(await readFile(join(guestFolder, 'manifest.json'), 'utf8')),
  );
  const own = qemuArguments({
    paths: homePaths(folder),
    image: await loadGuestImage(context.assets.image.dir, context.signal),
    features: { unixForward: true, sandbox: false, shares: false, switched: false },
    accelerator,
    ...benchMachine,
    shareCount: 0,
    memoryFile: null,
    sshPort: null,
    incoming: false,
  });
  const same = ['-machine', '-accel', '-cpu', '-smp', '-m'].flatMap((name) => {
    const value = own[own.indexOf(name) + 1];
    if (!own.includes(name) || value === undefined)
      throw new Error(`Slipway's VM is started without ${name}`);
    return [name, value];
  });
  return [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...same,
    ...['-kernel', join(guestFolder, 'kernel'), '-initrd', join(guestFolder, 'initrd')],
    ...['-append', manifest.kernelCommandLine],
    ...['-drive', `if=none,id=root,format=raw,file=${quoteOption(disk)},discard=unmap,detect-zeroes=unmap`],
    ...['-device', 'virtio-blk-pci,drive=root'],
    ...['-netdev', `user,id=net0,ipv6=off,hostfwd=unix:${quoteOption(engine)}-:${stockEnginePort}`],
    ...['-device', 'virtio-net-pci,netdev=net0,romfile=', '-device', 'virtio-rng-pci'],
    ...(shared === undefined ? [] : ninep(shared)),
    ...['-serial', `file:${join(folder, 'console.log')}`],
    ...['-qmp', `unix:${monitor},server=on,wait=off`],
  ];
}

/** A folder by 9p, as QEMU's manual has it: files belong to whoever runs QEMU. */
function ninep(folder: string): string[] {
  const local = `local,id=${nineTag},path=${quoteOption(folder)},security_model=none`;
  return ['-fsdev', local, '-device', `virtio-9p-pci,fsdev=${nineTag},mount_tag=${nineTag}`];
}
