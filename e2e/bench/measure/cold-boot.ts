import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Accelerator, type Status, stageTitles } from '../../../main/contract/status.ts';
import { pingEngine } from '../../../main/engine/probe.ts';
import type { Report, Row } from '../report/report.ts';
import { pairedRatio } from '../report/statistics.ts';
import type { BenchContext } from '../support/context.ts';
import { createInstance, type Instance } from '../support/instance.ts';
import { createStockGuest } from '../support/stock-guest.ts';

const columns = { ours: 'Slipway', stock: 'stock Debian' } as const;

/** Stages that come before QEMU is started, or after the engine has answered. */
const notCounted = ['checks', 'accelerator', 'images'];

/** One boot of ours, in milliseconds. */
interface ColdBoot {
  readonly accelerator: Accelerator;
  /** By a client of ours at docker.sock, from when QEMU was started. */
  readonly watchedMs: number;
  readonly stages: ReadonlyMap<string, number>;
}

/** Boots Slipway's VM and a stock Debian guest with the same engine in turn, under the same QEMU, cores and memory. */
export async function measureColdBoot(context: BenchContext): Promise<Report> {
  const built = await context.buildStockGuest({
    buildDir: join(context.root, 'build'),
    signal: context.signal,
    onProgress: ({ message }) => context.say(`stock guest: ${message}`),
  });
  const instance = await createInstance(context);
  const stock = await createStockGuest(context, built.folder);
  try {
    // Not counted: it finds the accelerator and makes the disks what they are from then on.
    context.say('a first boot of each, not counted');
    const { accelerator } = await bootOnce(context, instance);
    await stock.boot(accelerator);
    const ours: ColdBoot[] = [];
    const theirs: number[] = [];
    for (let run = 0; run < context.runs; run++) {
      context.say(`boot ${run + 1} of ${context.runs}: Slipway`);
      ours.push(await bootOnce(context, instance));
      context.say(`boot ${run + 1} of ${context.runs}: stock Debian`);
      theirs.push(await stock.boot(accelerator));
    }
    return reportOf(accelerator, ours, theirs);
  } finally {
    await instance.remove();
    await stock.remove();
  }
}

async function bootOnce(context: BenchContext, instance: Instance): Promise<ColdBoot> {
  let watched: Promise<number> | undefined;
  const status = await instance.start({
    cold: true,
    onAsked() {
      watched = watchEngine(context, instance);
      watched.catch(() => undefined);
    },
  });
  if (watched === undefined) throw new Error('The start was never asked for');
  const watchedMs = await watched;
  if (status.boot?.kind !== 'cold') throw new Error(`A cold boot turned out as ${status.boot?.kind}`);
  const stages = stagesOf(status);
  await instance.stop();
  if (status.vm === null) throw new Error('A running engine has no VM');
  return { accelerator: status.vm.accelerator, watchedMs, stages };
}

/** Asks docker.sock as a client would who came too early: it listens from the start, and answers once it can. */
async function watchEngine(context: BenchContext, instance: Instance): Promise<number> {
  for (;;) {
    context.signal.throwIfAborted();
    try {
      await pingEngine(instance.paths.dockerSocket, context.signal);
      break;
    } catch {
      await sleep(20, undefined, { signal: context.signal });
    }
  }
  const answeredAt = Date.now();
  const machine = await instance.vm();
  if (machine === undefined) throw new Error('A running engine has no record of its VM');
  return answeredAt - machine.spawnedAt;
}

function stagesOf(status: Status): ReadonlyMap<string, number> {
  const finished = (status.boot?.stages ?? []).flatMap(({ name, durationMs }) =>
    durationMs === null || notCounted.includes(name) ? [] : [[name, durationMs] as const],
  );
  return new Map(finished);
}

function reportOf(accelerator: Accelerator, ours: readonly ColdBoot[], theirs: readonly number[]): Report {
  const names = [...new Set(ours.flatMap(({ stages }) => [...stages.keys()]))];
  const seconds = (values: readonly number[]) => values.map((value) => value / 1e3);
  const stageRows = names.map(
    (name): Row => ({
      label: stageTitles[name] ?? name,
      values: { [columns.ours]: seconds(ours.flatMap(({ stages }) => stages.get(name) ?? [])) },
    }),
  );
  const sums = ours.map(({ stages }) => [...stages.values()].reduce((sum, value) => sum + value, 0));
  const watched = ours.map(({ watchedMs }) => watchedMs);
  return {
    tables: [
      {
        title: `Cold boot under ${accelerator}`,
        unit: 's',
        head: 'from QEMU to /_ping',
        columns: [columns.ours, columns.stock],
        rows: [
          ...stageRows,
          { label: 'All stages, by the host', values: { [columns.ours]: seconds(sums) } },
          {
            label: 'All, by a client',
            values: { [columns.ours]: seconds(watched), [columns.stock]: seconds(theirs) },
          },
        ],
      },
    ],
    aims: [
      { text: 'Slipway by stock Debian', value: pairedRatio(watched, theirs), limit: 0.25, bound: 'at most' },
    ],
    notes: [
      'Both boot from disks that were booted and shut down before; the two take turns.',
      'The client is the bench: over docker.sock for Slipway, over a bare forward of QEMU for the stock guest.',
    ],
  };
}
