import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { poll, withDeadline } from '../../../main/util/wait.ts';
import { guestPorts } from '../../../main/vm/drivers/qemu/arguments.ts';
import { emptyRow, rotate } from '../report/growing-row.ts';
import type { Aim, Report, Row } from '../report/report.ts';
import { pairedRatio, percentile } from '../report/statistics.ts';
import type { BenchContext } from '../support/context.ts';
import { freePort } from '../support/free-port.ts';
import { createInstance, type Instance } from '../support/instance.ts';
import { dockerHostOf, type EngineAddress, keptConnection, timePing } from '../support/pinger.ts';
import { addTcpForward, writeQemuWithMonitor } from '../support/qemu-with-monitor.ts';
import { runProgram } from '../support/run-program.ts';

/** Pings on each way, in each round. */
const pingsPerRound = 100;

const sendDeadlineMs = 600_000;

/** A way to the engine of one and the same VM. */
interface Way {
  readonly name: string;
  readonly address: EngineAddress;
}

const wayNames = { relay: 'docker.sock', plain: 'TCP forward', unix: 'unix forward', ssh: 'SSH' } as const;

/** Compares docker.sock with QEMU's own forwards and with SSH: latency and throughput, in one VM, in turn. */
export async function measureSocket(context: BenchContext): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-socket-'));
  const qemu = await writeQemuWithMonitor(folder, context.assets.qemu?.dir ?? null);
  const instance = await createInstance(context, { 'qemu.path': qemu.program });
  let sshRelay: ChildProcess | undefined;
  try {
    context.say('starting the VM');
    await instance.start();
    const port = await freePort();
    const removeForward = await addTcpForward(qemu, port, guestPorts.engine, context.signal);
    const sshSocket = join(folder, 'ssh-docker.sock');
    sshRelay = spawn(process.execPath, [join(context.out, 'ssh-relay.js'), instance.paths.home, sshSocket], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ways: readonly Way[] = [
      { name: wayNames.relay, address: { socketPath: instance.paths.dockerSocket } },
      { name: wayNames.plain, address: { host: '127.0.0.1', port } },
      { name: wayNames.unix, address: { socketPath: instance.paths.engineForward } },
      { name: wayNames.ssh, address: { socketPath: sshSocket } },
    ];
    await awaitWays(ways, context.signal);
    const archive = join(folder, 'random.tar');
    await writeArchive(archive, context.megabytes);
    const report = await measureWays(context, instance, ways, archive);
    await removeForward();
    return report;
  } finally {
    sshRelay?.kill('SIGKILL');
    await instance.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureWays(
  context: BenchContext,
  instance: Instance,
  ways: readonly Way[],
  archive: string,
): Promise<Report> {
  const columns = ways.map(({ name }) => name);
  const rows = {
    newMiddle: emptyRow('new connection, p50', columns),
    newTail: emptyRow('new connection, p99', columns),
    keptMiddle: emptyRow('kept connection, p50', columns),
    keptTail: emptyRow('kept connection, p99', columns),
    save: emptyRow('docker save | wc -c', columns),
    import: emptyRow('docker import', columns),
  };
  for (let round = 0; round < context.runs; round++) {
    context.say(`round ${round + 1} of ${context.runs}: pings`);
    const pings = await measurePings(ways, context.signal);
    for (const { name } of ways) {
      const { fresh = [], kept = [] } = pings.get(name) ?? {};
      rows.newMiddle.values[name]?.push(percentile(fresh, 0.5));
      rows.newTail.values[name]?.push(percentile(fresh, 0.99));
      rows.keptMiddle.values[name]?.push(percentile(kept, 0.5));
      rows.keptTail.values[name]?.push(percentile(kept, 0.99));
    }
    for (const way of rotate(ways, round)) {
      context.say(`round ${round + 1} of ${context.runs}: import and save over ${way.name}`);
      const speeds = await measureTransfer(context, instance, way, archive);
      rows.import.values[way.name]?.push(speeds.import);
      rows.save.values[way.name]?.push(speeds.save);
    }
  }
  return {
    tables: [
      {
        title: `/_ping, ${pingsPerRound} in each round`,
        unit: 'ms',
        head: 'latency',
        columns,
        rows: [rows.newMiddle, rows.newTail, rows.keptMiddle, rows.keptTail],
      },
      {
        title: `${context.megabytes} MB that do not compress`,
        unit: 'MB/s',
        head: 'throughput',
        columns,
        rows: [rows.save, rows.import],
      },
    ],
    aims: [
      aim('Latency by that of the plain forward, new connection', rows.newMiddle, 'at most', 1.2),
      aim('Latency by that of the plain forward, kept connection', rows.keptMiddle, 'at most', 1.2),
      aim('docker save by that of the plain forward', rows.save, 'at least', 0.9),
      aim('docker import by that of the plain forward', rows.import, 'at least', 0.9),
    ],
    notes: ['Ratios are medians over the rounds: what slows the machine for a while slows all ways.'],
  };
}

/** Every way in turn, ping by ping, so that all meet the same moments. */
async function measurePings(ways: readonly Way[], signal: AbortSignal) {
  const times = new Map(ways.map(({ name }) => [name, { fresh: [] as number[], kept: [] as number[] }]));
  const agents = new Map<string, Agent>(ways.map(({ name }) => [name, keptConnection()]));
  try {
    for (const { name, address } of ways) await timePing(address, agents.get(name));
    for (let count = 0; count < pingsPerRound; count++) {
      signal.throwIfAborted();
      for (const { name, address } of ways) {
        times.get(name)?.fresh.push(await timePing(address));
        times.get(name)?.kept.push(await timePing(address, agents.get(name)));
      }
    }
  } finally {
    for (const agent of agents.values()) agent.destroy();
  }
  return times;
}

/** MB a second, both ways. */
async function measureTransfer(context: BenchContext, instance: Instance, way: Way, archive: string) {
  const { client } = context.assets;
  if (client === undefined) throw new Error('There is no bundled docker client');
  const options = {
    signal: context.signal,
    deadlineMs: sendDeadlineMs,
    env: {
      ...instance.environment,
      DOCKER_HOST: dockerHostOf(way.address),
      DOCKER: join(client.dir, 'docker'),
    },
  };
  const docker = join(client.dir, 'docker');
  const image = 'slipway-bench/random:latest';
  const sent = await runProgram(docker, ['import', '-', image], { ...options, inputFile: archive });
  const saved = await runProgram('sh', ['-c', `"$DOCKER" save ${image} | wc -c`], options);
  await runProgram(docker, ['rmi', image], options);
  const bytes = Number(saved.output);
  if (bytes < context.megabytes * 1e6)
    throw new Error(`docker save gave only ${bytes} bytes over ${way.name}`);
  return { import: (context.megabytes * 1e3) / sent.durationMs, save: bytes / 1e3 / saved.durationMs };
}

/** Resolves when every way leads to the engine. */
async function awaitWays(ways: readonly Way[], signal: AbortSignal): Promise<void> {
  for (const { name, address } of ways) {
    const failure = { message: `The engine does not answer over ${name}.`, hint: 'Run it again, alone.' };
    await withDeadline(30_000, signal, failure, (inner) =>
      poll(200, inner, () => timePing(address).catch(() => undefined)),
    );
  }
}

/** A tar of one file of random bytes, which no layer of compression makes smaller. */
async function writeArchive(path: string, megabytes: number): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, createWriteStream(path));
  const entry = archive.entry({ name: 'random', size: megabytes * 1_000_000 });
  const blocks = Readable.from(
    (function* () {
      for (let count = 0; count < megabytes; count++) yield randomBytes(1_000_000);
    })(),
  );
  await pipeline(blocks, entry);
  archive.finalize();
  await written;
}

function aim(text: string, row: Row, bound: Aim['bound'], limit: number): Aim {
  const value = pairedRatio(row.values[wayNames.relay] ?? [], row.values[wayNames.plain] ?? []);
  return { text, value, limit, bound };
}
