// Boots the stock guest and measures how long its engine takes to answer. By itself:
//   node scripts/stock-guest/measure.mjs [RUNS]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../lib/run-command.mjs';
import { buildQemu } from '../qemu/build.mjs';
import { buildStockGuest } from './build.mjs';

/** Milliseconds within which a boot, and a shutdown, must be over. */
const bootDeadline = 300_000;
const shutdownDeadline = 120_000;

/**
 * @typedef {object} StockMachine
 * @property {string} stockFolder as buildStockGuest gives it
 * @property {string} qemuFolder as buildQemu gives it
 * @property {string} accelerator such as tcg
 * @property {number} cpus
 * @property {number} memoryMiB
 * @property {AbortSignal} [signal]
 */

/**
 * Boots the guest once, with its changes kept and shut down in order, so that what happens only on a first boot is not
 * measured; then `runs` times from that state. Gives the milliseconds from starting QEMU to `/_ping` of each run. Throws
 * when a boot takes longer than five minutes or QEMU ends before its time.
 * @param {StockMachine} machine
 * @param {number} runs
 * @param {(milliseconds: number) => void} [onRun]
 * @returns {Promise<number[]>}
 */
export async function measureStockGuest(machine, runs, onRun) {
  const scratch = await mkdtemp(join(tmpdir(), 'slipway-stock-'));
  try {
    const disk = join(scratch, 'root.ext4');
    // Not copyFile, which would write the holes of a sparse file out.
    await runCommand('cp', ['--sparse=always', join(machine.stockFolder, 'root.ext4'), disk], {
      signal: machine.signal,
    });
    await boot(machine, scratch, disk, true);
    /** @type {number[]} */
    const durations = [];
    for (let run = 0; run < runs; run += 1) {
      const milliseconds = await boot(machine, scratch, disk, false);
      durations.push(milliseconds);
      onRun?.(milliseconds);
    }
    return durations;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {StockMachine} machine
 * @param {string} scratch
 * @param {string} disk
 * @param {boolean} keepChanges shut down in order and leave the disk changed; else end at once and forget
 */
async function boot(machine, scratch, disk, keepChanges) {
  const { stockFolder, qemuFolder, accelerator, cpus, memoryMiB } = machine;
  const qemu = JSON.parse(await readFile(join(qemuFolder, 'manifest.json'), 'utf8'));
  const guest = JSON.parse(await readFile(join(stockFolder, 'manifest.json'), 'utf8'));
  const engine = join(scratch, 'engine.sock');
  const monitor = join(scratch, 'monitor.sock');
  for (const path of [engine, monitor]) await rm(path, { force: true });
  const started = performance.now();
  const child = spawn(
    join(qemuFolder, qemu.loader),
    [
      ...['--library-path', join(qemuFolder, qemu.libraryPath), join(qemuFolder, qemu.binaries.system)],
      ...qemu.firmwareDirs.flatMap((/** @type {string} */ folder) => ['-L', join(qemuFolder, folder)]),
      ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none', '-machine', 'q35'],
      ...['-accel', accelerator === 'tcg' ? 'tcg,thread=multi' : accelerator],
      ...['-cpu', accelerator === 'tcg' ? 'max' : 'host', '-smp', `${cpus}`, '-m', `${memoryMiB}M`],
      ...['-kernel', join(stockFolder, 'kernel'), '-initrd', join(stockFolder, 'initrd')],
      ...['-append', guest.kernelCommandLine],
      ...['-drive', `if=virtio,format=raw,file=${disk},discard=unmap,snapshot=${keepChanges ? 'off' : 'on'}`],
      ...['-netdev', `user,id=net0,ipv6=off,hostfwd=unix:${engine}-:2375`],
      ...['-device', 'virtio-net-pci,netdev=net0', '-device', 'virtio-rng-pci'],
      ...['-chardev', `file,id=console,path=${join(scratch, 'console.log')}`, '-serial', 'chardev:console'],
      ...['-qmp', `unix:${monitor},server=on,wait=off`],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = once(child, 'exit');
  ended.catch(() => undefined);
  const stop = AbortSignal.any([
    AbortSignal.timeout(bootDeadline),
    ...(machine.signal ? [machine.signal] : []),
  ]);
  try {
    await Promise.race([
      answered(engine, stop),
      ended.then(([code]) => {
        throw new Error(
          `QEMU ended (exit code ${code}) while the stock guest was booting: see the lines above.`,
        );
      }),
    ]);
    const milliseconds = performance.now() - started;
    if (keepChanges) {
      await powerDown(monitor);
      await Promise.race([ended, pause(shutdownDeadline, null, { ref: false, signal: machine.signal })]);
    }
    return milliseconds;
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGKILL');
      await ended.catch(() => undefined);
    }
  }
}

/**
 * Resolves when the engine answers on the forwarded socket.
 * @param {string} socketPath
 * @param {AbortSignal} signal
 */
async function answered(socketPath, signal) {
  for (;;) {
    const status = await new Promise((settle) => {
      const call = request({ socketPath, path: '/_ping', signal, timeout: 60_000 }, (response) => {
        response.resume();
        settle(response.statusCode);
      });
      call.on('timeout', () => call.destroy());
      call.on('error', () => settle(0));
      call.end();
    });
    if (status === 200) return;
    if (signal.aborted)
      throw new Error('The stock guest did not answer /_ping in time: try again on a quieter machine.');
    await pause(50);
  }
}

/**
 * Presses the guest's power button.
 * @param {string} monitor
 */
async function powerDown(monitor) {
  const socket = connect(monitor);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write('{"execute":"qmp_capabilities"}\n{"execute":"system_powerdown"}\n');
  await pause(500);
  socket.end();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const buildDir = resolve(fileURLToPath(import.meta.url), '../../../build');
  const machine = {
    stockFolder: (await buildStockGuest({ buildDir })).folder,
    qemuFolder: (await buildQemu({ buildDir })).folder,
    accelerator: 'tcg',
    cpus: 2,
    memoryMiB: 2048,
  };
  await measureStockGuest(machine, Number(process.argv[2] ?? 3), (milliseconds) =>
    process.stdout.write(`${(milliseconds / 1000).toFixed(1)} s\n`),
  );
}
