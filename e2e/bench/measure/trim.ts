import { delay } from '../../../main/util/wait.ts';
import { median } from '../../../main/vm/stage-times.ts';
import type { Report } from '../report/report.ts';
import { docker } from '../support/containers.ts';
import type { BenchContext } from '../support/context.ts';
import { allocatedBytes, fillCommand } from '../support/disk-usage.ts';
import { createInstance, type Instance } from '../support/instance.ts';
import { slipway } from '../support/slipway-command.ts';

const columns = { taken: 'blocks of data.img', time: 'time' } as const;

const writtenMegabytes = 1_000;

/** What is done, one after the other; the last two are what a user can do about a disk that stays large. */
const steps = [
  'before',
  '1 GB written to a volume',
  'the file deleted',
  'docker volume prune',
  'slipway disk compact',
] as const;

type Step = (typeof steps)[number];

/** What the data disk takes on the host after a step, and what the step took. */
interface Taken {
  readonly bytes: number;
  readonly durationMs: number;
}

/** Writes 1 GB to a volume and follows how much of it the host gets back, and by what. */
export async function measureTrim(context: BenchContext): Promise<Report> {
  const instance = await createInstance(context);
  const rounds: ReadonlyMap<Step, Taken>[] = [];
  try {
    context.say('starting the VM');
    await instance.start();
    for (let run = 0; run < context.runs; run++) {
      context.say(`round ${run + 1} of ${context.runs}`);
      rounds.push(await oneRound(context, instance));
    }
    return reportOf(rounds);
  } finally {
    await instance.remove();
  }
}

async function oneRound(context: BenchContext, instance: Instance): Promise<ReadonlyMap<Step, Taken>> {
  const inVolume = (command: string) =>
    docker(context, instance, [
      ...['run', '--rm', '-v', 'bench-trim:/data', 'slipway/busybox', 'sh', '-c', command],
    ]);
  const work: Readonly<Record<Step, () => Promise<unknown>>> = {
    before: async () => undefined,
    '1 GB written to a volume': () => inVolume(`${fillCommand('/data/file', writtenMegabytes)} && sync`),
    'the file deleted': () => inVolume('rm /data/file && sync'),
    'docker volume prune': () => docker(context, instance, ['volume', 'prune', '--all', '--force']),
    'slipway disk compact': () => slipway(context, instance, ['disk', 'compact']),
  };
  const taken = new Map<Step, Taken>();
  for (const step of steps) {
    context.say(step);
    const begun = performance.now();
    await work[step]();
    const durationMs = performance.now() - begun;
    // What the guest deletes it discards with the next commit of its journal, 5 s later at most.
    await delay(6_000, context.signal);
    taken.set(step, { bytes: await allocatedBytes(instance.paths.dataDisk), durationMs });
  }
  return taken;
}

function reportOf(rounds: readonly ReadonlyMap<Step, Taken>[]): Report {
  const bytes = (round: ReadonlyMap<Step, Taken>, step: Step) => round.get(step)?.bytes ?? 0;
  const kept = rounds.map((round) => (bytes(round, 'slipway disk compact') - bytes(round, 'before')) / 1e6);
  return {
    tables: [
      {
        title: 'What the data disk takes on the host',
        unit: 'MB',
        head: 'after',
        columns: [columns.taken],
        rows: steps.map((step) => ({
          label: step,
          values: { [columns.taken]: rounds.map((round) => bytes(round, step) / 1e6) },
        })),
      },
      {
        title: 'What each step takes',
        unit: 's',
        head: 'step',
        columns: [columns.time],
        rows: steps.slice(1).map((step) => ({
          label: step,
          values: { [columns.time]: rounds.map((round) => (round.get(step)?.durationMs ?? 0) / 1e3) },
        })),
      },
    ],
    aims: [
      {
        text: 'MB of the 1000 that the host does not get back',
        value: median(kept) ?? 0,
        limit: 50,
        bound: 'at most',
      },
    ],
    notes: ['Blocks, not length: the file is sparse. The steps follow one another, each after 6 s of rest.'],
  };
}
