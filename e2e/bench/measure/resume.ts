import { join } from 'node:path';
import { type Boot, bootStages } from '../../../main/contract/status.ts';
import { pingEngine } from '../../../main/engine/probe.ts';
import { delay } from '../../../main/util/wait.ts';
import { median } from '../../../main/vm/stage-times.ts';
import type { Report, Row } from '../report/report.ts';
import { pairedRatio } from '../report/statistics.ts';
import { awaitContainers, runContainers } from '../support/containers.ts';
import type { BenchContext } from '../support/context.ts';
import { createInstance, type Instance, type StartOptions, whyNotResumed } from '../support/instance.ts';
import { dropFromCache, readingSpeed } from '../support/page-cache.ts';

const columns = {
  resume: 'resume',
  fromDisk: 'resume from disk',
  template: 'template boot',
  killed: 'after SIGKILL',
  cold: 'cold boot',
} as const;

type Way = keyof typeof columns;

/** A guest that has just come up is busy with itself: it is not put to sleep in the midst of that. */
const settleMs = { resume: 1_000, fromDisk: 1_000, template: 5_000, killed: 5_000, cold: 5_000 } as const;

/** One start, in milliseconds since it was asked for. */
interface Start {
  /** By a client at docker.sock. */
  readonly pingedMs: number;
  /** All three containers are told to be running. */
  readonly containersMs: number;
  /** What the host itself says that it took. */
  readonly recordedMs: number;
  readonly stages: ReadonlyMap<string, number>;
}

/** Starts one home in each way, in turn: four resumes, one more from a disk that was not read before, and a boot of each kind. */
export async function measureResume(context: BenchContext): Promise<Report> {
  const instance = await createInstance(context);
  try {
    context.say('a first start, not counted: it makes the disk and the template');
    await instance.start();
    await runContainers(context, instance, 'always');
    const root = join(context.assets.image.dir, 'root.erofs');
    const diskSpeed = await readingSpeed(context, root);
    const starts: Record<Way, Start[]> = { resume: [], fromDisk: [], template: [], killed: [], cold: [] };
    const middles: number[] = [];
    for (let run = 0; run < context.runs; run++) {
      const go = async (way: Way) => {
        context.say(`round ${run + 1} of ${context.runs}: ${columns[way]}`);
        const start = await startBy(context, instance, way);
        starts[way].push(start);
        await delay(settleMs[way], context.signal);
        return start.pingedMs;
      };
      const resumed: number[] = [];
      await go('cold');
      resumed.push(await go('resume'), await go('resume'));
      await go('fromDisk');
      await go('killed');
      await go('template');
      resumed.push(await go('resume'), await go('resume'));
      middles.push(median(resumed) ?? 0);
    }
    return reportOf(starts, middles, diskSpeed);
  } finally {
    await instance.remove();
  }
}

/** Puts the VM away in the way that leads to this kind of start, and starts it. */
async function startBy(context: BenchContext, instance: Instance, way: Way): Promise<Start> {
  switch (way) {
    case 'resume':
      await instance.sleep();
      return timeStart(context, instance, 'resume', {});
    case 'fromDisk':
      await instance.sleep();
      await instance.kill();
      await dropEverything(context, instance);
      return timeStart(context, instance, 'resume', {});
    case 'killed':
      await instance.kill();
      return timeStart(context, instance, 'template', {});
    case 'template':
    case 'cold':
      await instance.stop();
      return timeStart(context, instance, way, { cold: way === 'cold' });
  }
}

/** All that a resume reads, but what holds the host itself: it runs before the start is asked for. */
async function dropEverything(context: BenchContext, { paths }: Instance): Promise<void> {
  const { image, qemu } = context.assets;
  const read = [paths.asleep.memory, paths.asleep.manifest, paths.dataDisk];
  await dropFromCache(context, [...read, image.dir, ...(qemu === undefined ? [] : [qemu.dir])], read);
}

async function timeStart(
  context: BenchContext,
  instance: Instance,
  kind: Boot['kind'],
  options: StartOptions,
): Promise<Start> {
  let watched: Promise<Pick<Start, 'pingedMs' | 'containersMs'>> | undefined;
  const status = await instance.start({
    ...options,
    onAsked() {
      watched = watch(context, instance);
      watched.catch(() => undefined);
    },
  });
  const { boot, problems } = status;
  if (boot === null || watched === undefined) throw new Error('A running engine was not started');
  if (boot.kind !== kind)
    throw new Error(`A start by ${kind} turned out as ${boot.kind}: ${whyNotResumed(problems)}`);
  const stages = boot.stages.flatMap(({ name, durationMs }) =>
    durationMs === null ? [] : [[name, durationMs] as const],
  );
  return { ...(await watched), recordedMs: boot.durationMs ?? 0, stages: new Map(stages) };
}

/** As a client who came too early: docker.sock is tried until it is there, and answers once it can. */
async function watch(context: BenchContext, instance: Instance) {
  const begun = performance.now();
  for (;;) {
    context.signal.throwIfAborted();
    try {
      await pingEngine(instance.paths.dockerSocket, context.signal);
      break;
    } catch {
      await delay(20, context.signal);
    }
  }
  const pingedMs = performance.now() - begun;
  await awaitContainers(context, instance);
  return { pingedMs, containersMs: performance.now() - begun };
}

function reportOf(
  starts: Readonly<Record<Way, readonly Start[]>>,
  middles: readonly number[],
  diskSpeed: number,
): Report {
  const ways = Object.keys(columns) as Way[];
  const row = (label: string, pick: (start: Start) => number | undefined): Row => ({
    label,
    values: Object.fromEntries(
      ways.map((way) => [
        columns[way],
        starts[way].flatMap((start) => {
          const value = pick(start);
          return value === undefined ? [] : [value / 1e3];
        }),
      ]),
    ),
  });
  const stageRows = bootStages
    .map(({ name, title }) => row(title, ({ stages }) => stages.get(name)))
    .filter(({ values }) => Object.values(values).some((one) => one.length > 0));
  const resumes = starts.resume.map(({ pingedMs }) => pingedMs);
  const colds = starts.cold.map(({ pingedMs }) => pingedMs);
  return {
    tables: [
      {
        title: 'Start of one home with three containers',
        unit: 's',
        head: 'from asking for it',
        columns: ways.map((way) => columns[way]),
        rows: [
          ...stageRows,
          row('All, by the host', ({ recordedMs }) => recordedMs),
          row('/_ping, by a client', ({ pingedMs }) => pingedMs),
          row('Three containers running', ({ containersMs }) => containersMs),
        ],
      },
    ],
    aims: [
      {
        text: 'Median of the resumes to /_ping, in seconds',
        value: (median(resumes) ?? 0) / 1e3,
        limit: 0.7,
        bound: 'at most',
      },
      { text: 'Cold boot by resume', value: pairedRatio(colds, middles), limit: 35, bound: 'at least' },
      {
        text: 'Median of the boots after SIGKILL to /_ping, in seconds',
        value: (median(starts.killed.map(({ pingedMs }) => pingedMs)) ?? 0) / 1e3,
        limit: 8,
        bound: 'at most',
      },
    ],
    notes: [
      'A resume goes on with its containers; after a boot the engine starts them anew (--restart always), which /_ping waits for.',
      'From disk: a new host process, and nothing of the saved memory, the data disk, the image and QEMU in the page cache, which fincore confirmed for the first two.',
      'After SIGKILL of the host and of QEMU, with the containers running: a template boot over a disk that was not unmounted.',
      `The disk then gave ${Math.round(diskSpeed)} MB/s.`,
      'The ratios are those of each round; a resume counts with the median of the four of its round.',
    ],
  };
}
