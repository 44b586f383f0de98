import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll, withDeadline } from '../../../main/util/wait.ts';
import { doors } from '../../../main/vm/guest/ports-line.ts';
import { emptyRow, type GrowingRow, rotate } from '../report/growing-row.ts';
import type { Aim, Report } from '../report/report.ts';
import { pairedRatio, percentile } from '../report/statistics.ts';
import { docker } from '../support/containers.ts';
import type { BenchContext } from '../support/context.ts';
import { freePort } from '../support/free-port.ts';
import { createInstance, type Instance } from '../support/instance.ts';
import { addTcpForward, writeQemuWithMonitor } from '../support/qemu-with-monitor.ts';

/** Requests one after the other, on each way in each round. */
const requestsPerRound = 200;

/** As many as a browser opens to one host, and some. */
const atOnce = 8;

/** How long they ask again and again, in milliseconds. */
const askMs = 5_000;

/** A transfer, or an answer, that takes longer has failed. In milliseconds. */
const answerDeadlineMs = 300_000;

const container = 'bench-served';

/** A way to the same program with the same files. */
interface Way {
  readonly name: string;
  readonly port: number;
}

const wayNames = { port: 'published port', plain: 'QEMU’s forward', loopback: 'loopback, no VM' } as const;

/** Compares a published port with QEMU's own forward to the same container, and with the same web server on this machine. */
export async function measurePorts(context: BenchContext): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-ports-'));
  const qemu = await writeQemuWithMonitor(folder, context.assets.qemu?.dir ?? null);
  const instance = await createInstance(context, { 'qemu.path': qemu.program });
  let native: ChildProcess | undefined;
  try {
    context.say('starting the VM');
    await instance.start();
    const [published, forwarded, local] = [await freePort(), await freePort(), await freePort()];
    await serve(context, instance, published);
    // The first port that is published has the first door; QEMU's own forward leads to the same one.
    const removeForward = await addTcpForward(qemu, forwarded, doors.first, context.signal);
    native = await serveNatively(context, instance, folder, local);
    const ways: readonly Way[] = [
      { name: wayNames.port, port: published },
      { name: wayNames.plain, port: forwarded },
      { name: wayNames.loopback, port: local },
    ];
    for (const way of ways) await awaitAnswer(way, context.signal);
    const report = await measureWays(context, ways);
    await removeForward();
    return report;
  } finally {
    native?.kill('SIGKILL');
    await instance.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A container with a file of a few bytes and a large one, and busybox's web server. */
async function serve(context: BenchContext, instance: Instance, port: number): Promise<void> {
  const files = `cd /srv && echo hello >small && dd if=/dev/zero of=big bs=1000000 count=${context.megabytes} 2>/dev/null`;
  const script = `mkdir /srv && ${files} && exec httpd -f -p 80 -h /srv`;
  const how = ['run', '--detach', '--name', container, '--publish', `127.0.0.1:${port}:80`];
  await docker(context, instance, [...how, 'slipway/busybox', 'sh', '-c', script]);
}

/** The same program with the same files on this machine. */
async function serveNatively(context: BenchContext, instance: Instance, folder: string, port: number) {
  await poll(500, context.signal, async () => {
    const { output } = await docker(context, instance, ['exec', container, 'ls', '-l', '/srv']);
    return output.includes(String(context.megabytes * 1_000_000)) ? true : undefined;
  });
  for (const path of ['/srv', '/bin/busybox'])
    await docker(context, instance, ['cp', '--follow-link', `${container}:${path}`, folder]);
  const native = spawn(
    join(folder, 'busybox'),
    ['httpd', '-f', '-p', `127.0.0.1:${port}`, '-h', join(folder, 'srv')],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  await once(native, 'spawn');
  return native;
}

async function measureWays(context: BenchContext, ways: readonly Way[]): Promise<Report> {
  const columns = ways.map(({ name }) => name);
  const rows = {
    middle: emptyRow('a request, p50', columns),
    tail: emptyRow('a request, p99', columns),
    rate: emptyRow(`${atOnce} clients at once`, columns),
    one: emptyRow('one stream', columns),
    several: emptyRow(`${atOnce} streams at once`, columns),
  };
  for (let round = 0; round < context.runs; round++) {
    context.say(`round ${round + 1} of ${context.runs}: requests`);
    const times = await timeRequests(ways, context.signal);
    for (const { name } of ways) {
      rows.middle.values[name]?.push(percentile(times.get(name) ?? [], 0.5));
      rows.tail.values[name]?.push(percentile(times.get(name) ?? [], 0.99));
    }
    for (const way of rotate(ways, round)) {
      context.say(`round ${round + 1} of ${context.runs}: ${way.name}`);
      rows.rate.values[way.name]?.push(await requestRate(way, context.signal));
      rows.one.values[way.name]?.push(await throughput(context, way, 1));
      rows.several.values[way.name]?.push(await throughput(context, way, atOnce));
    }
  }
  return {
    tables: [
      {
        title: `A small file, ${requestsPerRound} times in each round, a connection each`,
        unit: 'ms',
        head: 'latency',
        columns,
        rows: [rows.middle, rows.tail],
      },
      {
        title: `A small file again and again for ${askMs / 1_000} s, a connection each`,
        unit: 'requests/s',
        head: 'rate',
        columns,
        rows: [rows.rate],
      },
      {
        title: `${context.megabytes} MB by each stream`,
        unit: 'MB/s',
        head: 'throughput',
        columns,
        rows: [rows.one, rows.several],
      },
    ],
    aims: [
      aim('A request, p50, by that of QEMU’s forward', rows.middle, 'at most', 1.2),
      aim('One stream by that of QEMU’s forward', rows.one, 'at least', 0.9),
      aim('Eight streams by those of QEMU’s forward', rows.several, 'at least', 0.9),
      aim('Requests a second by those of QEMU’s forward', rows.rate, 'at least', 0.9),
    ],
    notes: [
      'Ratios are medians over the rounds: what slows the machine for a while slows all ways.',
      'busybox’s httpd answers one request on each connection, by a process of its own.',
    ],
  };
}

/** Every way in turn, request by request, so that all meet the same moments. */
async function timeRequests(ways: readonly Way[], signal: AbortSignal) {
  const times = new Map(ways.map(({ name }) => [name, [] as number[]]));
  for (let count = 0; count < requestsPerRound; count++) {
    for (const way of ways) {
      const startedAt = performance.now();
      await fetchBytes(way, '/small', signal);
      times.get(way.name)?.push(performance.now() - startedAt);
    }
  }
  return times;
}

async function requestRate(way: Way, signal: AbortSignal): Promise<number> {
  const startedAt = performance.now();
  let answered = 0;
  const askOn = async () => {
    while (performance.now() - startedAt < askMs) {
      await fetchBytes(way, '/small', signal);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askOn));
  return (answered * 1_000) / (performance.now() - startedAt);
}

/** MB a second of all streams together. */
async function throughput({ megabytes, signal }: BenchContext, way: Way, streams: number): Promise<number> {
  const startedAt = performance.now();
  const sizes = await Promise.all(Array.from({ length: streams }, () => fetchBytes(way, '/big', signal)));
  const lacking = sizes.find((bytes) => bytes !== megabytes * 1_000_000);
  if (lacking !== undefined) throw new Error(`${way.name} gave ${lacking} bytes of ${megabytes} MB`);
  return (streams * megabytes * 1_000) / (performance.now() - startedAt);
}

/** Bytes of the answer. Rejects unless it is whole and good. */
function fetchBytes({ name, port }: Way, path: string, signal: AbortSignal): Promise<number> {
  const failure = { message: `No answer came by ${name}.`, hint: 'Run it again, alone.' };
  return withDeadline(
    answerDeadlineMs,
    signal,
    failure,
    (inner) =>
      new Promise((resolve, reject) => {
        const asked = get({ host: '127.0.0.1', port, path, agent: false, signal: inner }, (answer) => {
          let bytes = 0;
          answer.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
          });
          answer.on('error', reject);
          answer.on('end', () => {
            if (answer.statusCode === 200) resolve(bytes);
            else reject(new Error(`${name} answered ${answer.statusCode}`));
          });
        });
        asked.on('error', reject);
      }),
  );
}

/** Resolves when that way leads to the server. */
async function awaitAnswer(way: Way, signal: AbortSignal): Promise<void> {
  const failure = { message: `Nobody answers by ${way.name}.`, hint: 'Run it again, alone.' };
  await withDeadline(60_000, signal, failure, (inner) =>
    poll(300, inner, () => fetchBytes(way, '/small', inner).catch(() => undefined)),
  );
}

function aim(text: string, row: GrowingRow, bound: Aim['bound'], limit: number): Aim {
  const value = pairedRatio(row.values[wayNames.port] ?? [], row.values[wayNames.plain] ?? []);
  return { text, value, limit, bound };
}
