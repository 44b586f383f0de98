import { stat } from 'node:fs/promises';
import { delay } from '../../../main/util/wait.ts';
import type { Report, Row } from '../report/report.ts';
import { docker, runContainers } from '../support/containers.ts';
import type { BenchContext } from '../support/context.ts';
import { allocatedBytes, fillCommand } from '../support/disk-usage.ts';
import { runInGuest } from '../support/guest-command.ts';
import { createInstance, type Instance } from '../support/instance.ts';
import { readSaveParts, restOfSave, saveParts, sumOfParts } from '../support/save-parts.ts';
import { slipway } from '../support/slipway-command.ts';

/** What the guest was doing before it was put to sleep. */
const columns = {
  fresh: 'just booted',
  containers: 'three containers',
  freed: 'used 900 MB, freed',
} as const;

type Guest = keyof typeof columns;

/** A guest comes to rest, and gives free pages back, within this time. In milliseconds. */
const settleMs = 5_000;

/** One `slipway sleep`. */
interface Save {
  /** The whole command, as a user waits for it, in milliseconds. */
  readonly commandMs: number;
  readonly partsMs: ReadonlyMap<string, number>;
  /** What the file takes on the disk, and its length. */
  readonly takenBytes: number;
  readonly lengthBytes: number;
}

/** Puts guests to sleep that have used more and more memory. Each round begins with a boot. */
export async function measureSave(context: BenchContext): Promise<Report> {
  const instance = await createInstance(context);
  const saves: Record<Guest, Save[]> = { fresh: [], containers: [], freed: [] };
  try {
    context.say('a first start, not counted: it makes the disk and the template');
    await instance.start();
    for (let run = 0; run < context.runs; run++) {
      const save = async (guest: Guest) => {
        context.say(`round ${run + 1} of ${context.runs}: ${columns[guest]}`);
        await delay(settleMs, context.signal);
        saves[guest].push(await saveOnce(context, instance));
        await instance.start();
      };
      await instance.stop();
      await instance.start();
      await save('fresh');
      await runContainers(context, instance, 'no');
      await save('containers');
      await runInGuest(context, instance, `${fillCommand('/dev/shm/filled', 900)} && rm /dev/shm/filled`);
      await save('freed');
      await removeContainers(context, instance);
    }
    return reportOf(saves);
  } finally {
    await instance.remove();
  }
}

async function removeContainers(context: BenchContext, instance: Instance): Promise<void> {
  const { output } = await docker(context, instance, ['ps', '--quiet']);
  await docker(context, instance, ['rm', '--force', ...output.trim().split('\n')]);
}

async function saveOnce(context: BenchContext, instance: Instance): Promise<Save> {
  const { durationMs } = await slipway(context, instance, ['sleep']);
  const { paths } = instance;
  return {
    commandMs: durationMs,
    partsMs: await readSaveParts(instance),
    takenBytes: await allocatedBytes(paths.asleep.memory),
    lengthBytes: (await stat(paths.asleep.memory)).size,
  };
}

function reportOf(saves: Readonly<Record<Guest, readonly Save[]>>): Report {
  const guests = Object.keys(columns) as Guest[];
  const row = (label: string, pick: (save: Save) => number): Row => ({
    label,
    values: Object.fromEntries(guests.map((guest) => [columns[guest], saves[guest].map(pick)])),
  });
  const names = guests.map((guest) => columns[guest]);
  return {
    tables: [
      {
        title: 'slipway sleep',
        unit: 's',
        head: 'part',
        columns: names,
        rows: [
          ...Object.entries(saveParts).map(([name, label]) =>
            row(label, ({ partsMs }) => (partsMs.get(name) ?? 0) / 1e3),
          ),
          row(restOfSave, ({ commandMs, partsMs }) => (commandMs - sumOfParts(partsMs)) / 1e3),
          row('All, by the command', ({ commandMs }) => commandMs / 1e3),
        ],
      },
      {
        title: 'The saved memory of 2 GiB',
        unit: 'MB',
        head: 'file',
        columns: names,
        rows: [
          row('Taken on the disk', ({ takenBytes }) => takenBytes / 1e6),
          row('Length, with its holes', ({ lengthBytes }) => lengthBytes / 1e6),
        ],
      },
    ],
    aims: [],
    notes: [
      `Each guest is left alone for ${settleMs / 1e3} s before. The columns follow one another in one VM, woken in between.`,
      'The 900 MB are a file in memory, of random bytes and not of zeros, that is removed again.',
    ],
  };
}
