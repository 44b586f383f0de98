import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { delay } from '../../../main/util/wait.ts';
import { median } from '../../../main/vm/stage-times.ts';
import type { Report, Row } from '../report/report.ts';
import type { BenchContext } from '../support/context.ts';
import { fillCommand } from '../support/disk-usage.ts';
import { runInGuest } from '../support/guest-command.ts';
import { createInstance, type Instance } from '../support/instance.ts';
import { slipway } from '../support/slipway-command.ts';

/** Where files are. */
const places = { share: 'a shared folder', disk: "the guest's disk" } as const;

type Place = keyof typeof places;

/** What is put to sleep. */
const guests = { sharing: 'with a shared folder', plain: 'without' } as const;

type Guest = keyof typeof guests;

const folders = 100;
const filesInEach = 100;
const megabytes = 100;

/** What is done in a folder, each by a line for the guest's shell. `tree` holds 10,000 files of 1 kB, `big` is a large file. */
const works = {
  write: { label: `write ${megabytes} MB and sync`, command: `${fillCommand('big', megabytes)} && sync` },
  read: { label: `read ${megabytes} MB`, command: 'cat big >/dev/null' },
  list: { label: 'list 10,000 files with sizes and times', command: 'ls -lR tree >/dev/null' },
  tar: { label: 'tar of 10,000 files', command: 'tar -c tree | cat >/dev/null' },
  create: {
    label: 'create and delete 5,000 files',
    command: 'mkdir made && (cd made && for n in $(seq 5000); do : >$n; done) && rm -r made',
  },
} as const;

type Work = keyof typeof works;

/** A guest comes to rest, and gives free pages back, within this time. In milliseconds. */
const settleMs = 5_000;

/** A sleep and the start after it, as a user waits for them, in milliseconds. */
interface Cycle {
  readonly sleepMs: number;
  readonly startMs: number;
}

/** Works in a shared folder and on the guest's own disk, and puts guests to sleep that share one and that do not. */
export async function measureShares(context: BenchContext): Promise<Report> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'slipway-bench-share-')));
  const sharing = await createInstance(context, {}, [{ path: folder, readOnly: false }]);
  const plain = await createInstance(context);
  const times: Record<Place, Map<Work, number[]>> = { share: new Map(), disk: new Map() };
  const cycles: Record<Guest, Cycle[]> = { sharing: [], plain: [] };
  try {
    context.say('making 10,000 files in both places');
    await makeTree(join(folder, 'tree'));
    await sharing.start();
    // Where the engine keeps volumes.
    const disk = '/data/bench';
    await runInGuest(context, sharing, `mkdir ${disk} && cd ${folder} && tar -c tree | tar -x -C ${disk}`);
    for (let run = 0; run < context.runs; run++) {
      for (const [place, path] of [
        ['share', folder],
        ['disk', disk],
      ] as const) {
        context.say(`round ${run + 1} of ${context.runs}: ${places[place]}`);
        await workIn(context, sharing, path, times[place]);
      }
    }
    await runInGuest(context, sharing, `rm -r ${disk}`);
    await sharing.sleep();
    await plain.start();
    await plain.sleep();
    for (let run = 0; run < context.runs; run++) {
      context.say(`round ${run + 1} of ${context.runs}: resume and sleep`);
      cycles.sharing.push(await cycleOnce(context, sharing));
      cycles.plain.push(await cycleOnce(context, plain));
    }
    return reportOf(times, cycles);
  } finally {
    await sharing.remove();
    await plain.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeTree(path: string): Promise<void> {
  const content = 'x'.repeat(1_000);
  for (let folder = 0; folder < folders; folder++) {
    const inner = join(path, String(folder));
    await mkdir(inner, { recursive: true });
    for (let file = 0; file < filesInEach; file++) await writeFile(join(inner, String(file)), content);
  }
}

/** Timed in the guest, by its own clock: a session to it takes longer than some of the works. */
async function workIn(
  context: BenchContext,
  instance: Instance,
  path: string,
  times: Map<Work, number[]>,
): Promise<void> {
  for (const [work, { command }] of Object.entries(works) as [Work, (typeof works)[Work]][]) {
    const timed = `a=$(date +%s%N); { ${command}; } || exit; b=$(date +%s%N); echo $(((b - a) / 1000))`;
    const line = `sync; echo 3 >/proc/sys/vm/drop_caches; cd ${path} && ${timed}`;
    const microseconds = Number(await runInGuest(context, instance, line));
    times.set(work, [...(times.get(work) ?? []), microseconds / 1e6]);
  }
}

/** Of a guest that sleeps. */
async function cycleOnce(context: BenchContext, instance: Instance): Promise<Cycle> {
  const { durationMs: startMs } = await slipway(context, instance, ['start']);
  await delay(settleMs, context.signal);
  const { durationMs: sleepMs } = await slipway(context, instance, ['sleep']);
  return { sleepMs, startMs };
}

function reportOf(
  times: Readonly<Record<Place, ReadonlyMap<Work, readonly number[]>>>,
  cycles: Readonly<Record<Guest, readonly Cycle[]>>,
): Report {
  const workRow = (work: Work): Row => ({
    label: works[work].label,
    values: { [places.share]: times.share.get(work) ?? [], [places.disk]: times.disk.get(work) ?? [] },
  });
  const cycleRow = (label: string, pick: (cycle: Cycle) => number): Row => ({
    label,
    values: {
      [guests.sharing]: cycles.sharing.map((cycle) => pick(cycle) / 1e3),
      [guests.plain]: cycles.plain.map((cycle) => pick(cycle) / 1e3),
    },
  });
  const ratio = (pick: (cycle: Cycle) => number) =>
    (median(cycles.sharing.map(pick)) ?? 0) / (median(cycles.plain.map(pick)) ?? 1);
  return {
    tables: [
      {
        title: 'Work in the guest',
        unit: 's',
        head: 'work',
        columns: [places.share, places.disk],
        rows: (Object.keys(works) as Work[]).map(workRow),
      },
      {
        title: 'Sleep and resume, by the command',
        unit: 's',
        head: 'command',
        columns: [guests.sharing, guests.plain],
        rows: [
          cycleRow('slipway sleep', ({ sleepMs }) => sleepMs),
          cycleRow('slipway start', ({ startMs }) => startMs),
        ],
      },
    ],
    aims: [
      {
        text: 'Sleep with a shared folder, as a multiple of one without',
        value: ratio(({ sleepMs }) => sleepMs),
        limit: 1.3,
        bound: 'at most',
      },
      {
        text: 'Resume with a shared folder, as a multiple of one without',
        value: ratio(({ startMs }) => startMs),
        limit: 1.3,
        bound: 'at most',
      },
    ],
    notes: [
      'The guest has no file in its caches when a work begins; this machine may.',
      'What is written is 10 MB of random bytes, repeated: the guest’s disk leaves out zeros.',
    ],
  };
}
