import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { type Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll, withDeadline } from '../../../main/util/wait.ts';
import type { Report } from '../report/report.ts';
import { percentile } from '../report/statistics.ts';
import type { BenchContext } from '../support/context.ts';
import { keptConnection, timePing } from '../support/pinger.ts';

const columns = { straight: 'straight', relay: 'through the relay' } as const;

type Way = keyof typeof columns;

const ways = Object.keys(columns) as Way[];

const pingsPerRound = 500;
const warmUpPings = 200;

/** What is streamed in each round. */
const streamedBytes = 1_000_000_000;

const streamDeadlineMs = 120_000;

interface Round {
  readonly fresh: number[];
  readonly kept: number[];
}

/** What the relay at docker.sock itself costs: a server on this machine with and without it, each in a process of its own. */
export async function measureRelay(context: BenchContext): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-relay-'));
  const sockets = { straight: join(folder, 'server.sock'), relay: join(folder, 'relay.sock') };
  const children: ChildProcess[] = [];
  const run = (script: string, ...words: string[]) =>
    children.push(
      spawn(process.execPath, [join(context.out, script), ...words], {
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
  try {
    run('server-process.js', sockets.straight);
    run('relay-process.js', sockets.relay, sockets.straight);
    for (const way of ways) await awaitAnswer(sockets[way], context.signal);
    const rounds = { fresh: emptyValues(), kept: emptyValues(), speed: emptyValues() };
    await pingRound(context, sockets, warmUpPings);
    for (let count = 0; count < context.runs; count++) {
      context.say(`round ${count + 1} of ${context.runs}`);
      const round = await pingRound(context, sockets, pingsPerRound);
      for (const way of ways) {
        rounds.fresh[way].push(percentile(round[way].fresh, 0.5));
        rounds.kept[way].push(percentile(round[way].kept, 0.5));
        rounds.speed[way].push(await streamingSpeed(sockets[way], context.signal));
      }
    }
    return reportOf(rounds);
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

/** Both ways in turn, ping by ping. */
async function pingRound(
  context: BenchContext,
  sockets: Readonly<Record<Way, string>>,
  count: number,
): Promise<Readonly<Record<Way, Round>>> {
  const rounds = { straight: emptyRound(), relay: emptyRound() };
  const agents: Readonly<Record<Way, Agent>> = { straight: keptConnection(), relay: keptConnection() };
  try {
    for (const way of ways) await timePing({ socketPath: sockets[way] }, agents[way]);
    for (let ping = 0; ping < count; ping++) {
      context.signal.throwIfAborted();
      for (const way of ways) {
        rounds[way].fresh.push(await timePing({ socketPath: sockets[way] }));
        rounds[way].kept.push(await timePing({ socketPath: sockets[way] }, agents[way]));
      }
    }
  } finally {
    for (const way of ways) agents[way].destroy();
  }
  return rounds;
}

/** MB a second. */
async function streamingSpeed(socketPath: string, signal: AbortSignal): Promise<number> {
  const failure = { message: 'The stream did not come to its end.', hint: 'Run it again, alone.' };
  return withDeadline(streamDeadlineMs, signal, failure, async (inner) => {
    const begun = performance.now();
    const bytes = await new Promise<number>((resolve, reject) => {
      let received = 0;
      const path = `/${streamedBytes}`;
      get({ socketPath, path, agent: false, signal: inner }, (response) => {
        response.on('data', (piece: Buffer) => {
          received += piece.length;
        });
        response.once('error', reject);
        response.once('end', () => resolve(received));
      }).once('error', reject);
    });
    if (bytes !== streamedBytes) throw new Error(`${bytes} bytes came, not ${streamedBytes}`);
    return streamedBytes / 1e3 / (performance.now() - begun);
  });
}

async function awaitAnswer(socketPath: string, signal: AbortSignal): Promise<void> {
  const failure = { message: `Nobody answers at ${socketPath}.`, hint: 'Run it again.' };
  await withDeadline(20_000, signal, failure, (inner) =>
    poll(50, inner, () => timePing({ socketPath }).catch(() => undefined)),
  );
}

type Values = Readonly<Record<Way, number[]>>;

function emptyValues(): Values {
  return { straight: [], relay: [] };
}

function emptyRound(): Round {
  return { fresh: [], kept: [] };
}

function reportOf(rounds: { readonly fresh: Values; readonly kept: Values; readonly speed: Values }): Report {
  const row = (label: string, values: Values) => ({
    label,
    values: Object.fromEntries(ways.map((way) => [columns[way], values[way]])),
  });
  const names = ways.map((way) => columns[way]);
  return {
    tables: [
      {
        title: `/_ping of a server on this machine, ${pingsPerRound} in each round`,
        unit: 'ms',
        head: 'latency',
        columns: names,
        rows: [row('new connection, p50', rounds.fresh), row('kept connection, p50', rounds.kept)],
      },
      {
        title: `${streamedBytes / 1e6} MB`,
        unit: 'MB/s',
        head: 'throughput',
        columns: names,
        rows: [row('stream', rounds.speed)],
      },
    ],
    aims: [],
    notes: [
      'No VM: what docker.sock takes longer than this in `socket`, it does not take in the relay itself.',
    ],
  };
}
