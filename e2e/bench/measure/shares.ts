import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Accelerator } from '../../../main/contract/status.ts';
import { delay } from '../../../main/util/wait.ts';
import { median } from '../../../main/vm/stage-times.ts';
import type { Aim, Report, Row } from '../report/report.ts';
import { bareClient } from '../support/clients.ts';
import type { BenchContext } from '../support/context.ts';
import { allocatedBytes, fillCommand } from '../support/disk-usage.ts';
import { makeRepository, makeTree } from '../support/file-tree.ts';
import { runInGuest } from '../support/guest-command.ts';
import { createInstance, type Instance } from '../support/instance.ts';
import { readSaveParts, restOfSave, saveParts, sumOfParts } from '../support/save-parts.ts';
import { serveSftp } from '../support/sftp-server.ts';
import { slipway } from '../support/slipway-command.ts';
import { createStockGuest, nineTag } from '../support/stock-guest.ts';

/** Where files are. */
const places = {
  share: 'a shared folder',
  disk: "the guest's disk",
  nine: '9p, stock guest',
  sshfs: 'sshfs, stock guest',
} as const;

type Place = keyof typeof places;

/** What is put to sleep. */
const guests = { sharing: 'with a shared folder', plain: 'without' } as const;

type Guest = keyof typeof guests;

const megabytes = 100;

/** What is done in a folder, each by a line for the guest's shell. `tree` holds 10,000 files of 1 kB, `big` is a large file. */
const works = {
  write: { label: `write ${megabytes} MB and sync`, command: `${fillCommand('big', megabytes)} && sync` },
  read: { label: `read ${megabytes} MB`, command: 'cat big >/dev/null' },
  list: { label: 'list 10,000 files with sizes and times', command: 'ls -lR tree >/dev/null' },
  git: { label: 'git status of 10,000 files', command: `./git-status` },
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
  /** Of the sleep, by the host's log. */
  readonly partsMs: ReadonlyMap<string, number>;
  /** What the saved memory takes on the disk. */
  readonly takenBytes: number;
}

/** What the stock guest's folders are mounted with: nothing is tuned. */
const mounts = {
  nine: () => `mount -t 9p -o trans=virtio ${nineTag} /mnt/nine`,
  // A service of the guest's: what a container has begun ends with it.
  sshfs: (folder: string, port: number) =>
    `systemd-run --quiet --property=Type=forking /usr/bin/sshfs -o directport=${port} ${toHost}:${folder} /mnt/sshfs`,
} as const;

/** This machine, for a guest of QEMU's user network. */
const toHost = '10.0.2.2';

/** Works in a shared folder, on the guest's own disk and by other ways to this machine's files, and puts guests to sleep that share one and that do not. */
export async function measureShares(context: BenchContext): Promise<Report> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'slipway-bench-share-')));
  const sharing = await createInstance(context, {}, [{ path: folder, readOnly: false }]);
  const plain = await createInstance(context);
  const times: Record<Place, Map<Work, number[]>> = {
    share: new Map(),
    disk: new Map(),
    nine: new Map(),
    sshfs: new Map(),
  };
  const cycles: Record<Guest, Cycle[]> = { sharing: [], plain: [] };
  try {
    context.say('making 10,000 files in both places');
    await makeTree(join(folder, 'tree'));
    await makeRepository(context, folder);
    await sharing.start();
    // Where the engine keeps volumes.
    const disk = '/data/bench';
    await runInGuest(
      context,
      sharing,
      `mkdir ${disk} && cd ${folder} && tar -c tree git-program git-status | tar -x -C ${disk}`,
    );
    for (let run = 0; run < context.runs; run++) {
      for (const [place, path] of [
        ['share', folder],
        ['disk', disk],
      ] as const) {
        context.say(`round ${run + 1} of ${context.runs}: ${places[place]}`);
        await workIn((line) => runInGuest(context, sharing, line), path, times[place]);
      }
    }
    const { vm } = await sharing.status();
    if (vm === null) throw new Error('A running engine has no VM');
    await runInGuest(context, sharing, `rm -r ${disk}`);
    await sharing.sleep();
    await plain.start();
    await plain.sleep();
    for (let run = 0; run < context.runs; run++) {
      context.say(`round ${run + 1} of ${context.runs}: resume and sleep`);
      cycles.sharing.push(await cycleOnce(context, sharing));
      cycles.plain.push(await cycleOnce(context, plain));
    }
    await plain.stop();
    await workInStockGuest(context, vm.accelerator, folder, times);
    return reportOf(times, cycles);
  } finally {
    await sharing.remove();
    await plain.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** By 9p and by sshfs, in a guest whose engine is the only way in: a container enters its namespaces. */
async function workInStockGuest(
  context: BenchContext,
  accelerator: Accelerator,
  folder: string,
  times: Readonly<Record<Place, Map<Work, number[]>>>,
): Promise<void> {
  const built = await context.buildStockGuest({
    buildDir: join(context.root, 'build'),
    signal: context.signal,
    onProgress: ({ message }) => context.say(`stock guest: ${message}`),
  });
  const { bundledImages } = context.assets;
  if (bundledImages === undefined) throw new Error('There are no bundled images');
  const stock = await createStockGuest(context, built.folder);
  const sftp = await serveSftp();
  const clientFolder = await mkdtemp(join(tmpdir(), 'slipway-bench-client-'));
  try {
    context.say('starting the stock guest');
    await stock.use(accelerator, folder, async (socket) => {
      const client = await bareClient(context, socket, clientFolder);
      await client(['load', '--input', bundledImages.file]);
      const enter = ['run', '--rm', '--privileged', '--pid', 'host', 'slipway/busybox'];
      const run = async (line: string) => {
        const words = [...enter, 'nsenter', '-t', '1', '-m', '-n', 'sh', '-c', line];
        return (await client(words)).output;
      };
      // Debian's kernel for clouds has none of it, and that is what both guests run.
      const hasNine =
        (await run('modprobe 9pnet_virtio 2>/dev/null && echo yes || echo no')).trim() === 'yes';
      const used = hasNine ? (['nine', 'sshfs'] as const) : (['sshfs'] as const);
      for (const place of used) await run(`mkdir -p /mnt/${place} && ${mounts[place](folder, sftp.port)}`);
      for (let round = 0; round < context.runs; round++)
        for (const place of used) {
          context.say(`round ${round + 1} of ${context.runs}: ${places[place]}`);
          await workIn(run, `/mnt/${place}`, times[place]);
        }
      for (const place of used) await run(`umount /mnt/${place}`);
    });
  } finally {
    sftp.close();
    await stock.remove();
    await rm(clientFolder, { recursive: true, force: true });
  }
}

/** Timed in the guest, by its own clock, to a hundredth of a second: a session to it takes longer than some of the works. */
async function workIn(
  run: (line: string) => Promise<string>,
  path: string,
  times: Map<Work, number[]>,
): Promise<void> {
  for (const [work, { command }] of Object.entries(works) as [Work, (typeof works)[Work]][]) {
    const timed = `read -r a _ </proc/uptime; { ${command}; } || exit; read -r b _ </proc/uptime; echo $a $b`;
    const line = `sync; echo 3 >/proc/sys/vm/drop_caches; cd ${path} && ${timed}`;
    const [begun = Number.NaN, ended = Number.NaN] = (await run(line)).trim().split(' ').map(Number);
    if (!(ended >= begun)) throw new Error(`The guest's clock cannot be read: from ${begun} to ${ended}`);
    times.set(work, [...(times.get(work) ?? []), ended - begun]);
  }
}

/** Of a guest that sleeps. */
async function cycleOnce(context: BenchContext, instance: Instance): Promise<Cycle> {
  const { durationMs: startMs } = await slipway(context, instance, ['start']);
  await delay(settleMs, context.signal);
  const { durationMs: sleepMs } = await slipway(context, instance, ['sleep']);
  const takenBytes = await allocatedBytes(instance.paths.asleep.memory);
  return { sleepMs, startMs, partsMs: await readSaveParts(instance), takenBytes };
}

function reportOf(
  times: Readonly<Record<Place, ReadonlyMap<Work, readonly number[]>>>,
  cycles: Readonly<Record<Guest, readonly Cycle[]>>,
): Report {
  const workRow = (work: Work): Row => ({
    label: works[work].label,
    values: Object.fromEntries(
      (Object.keys(places) as Place[]).map((place) => [places[place], times[place].get(work) ?? []]),
    ),
  });
  const cycleRow = (label: string, pick: (cycle: Cycle) => number, unit = 1e3): Row => ({
    label,
    values: {
      [guests.sharing]: cycles.sharing.map((cycle) => pick(cycle) / unit),
      [guests.plain]: cycles.plain.map((cycle) => pick(cycle) / unit),
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
        columns: Object.values(places),
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
      {
        title: 'The parts of the sleep',
        unit: 's',
        head: 'part',
        columns: [guests.sharing, guests.plain],
        rows: [
          ...Object.entries(saveParts).map(([name, label]) =>
            cycleRow(label, ({ partsMs }) => partsMs.get(name) ?? 0),
          ),
          cycleRow(restOfSave, ({ sleepMs, partsMs }) => sleepMs - sumOfParts(partsMs)),
        ],
      },
      {
        title: 'The saved memory of 2 GiB',
        unit: 'MB',
        head: 'file',
        columns: [guests.sharing, guests.plain],
        rows: [cycleRow('Taken on the disk', ({ takenBytes }) => takenBytes, 1e6)],
      },
    ],
    aims: [
      ...(Object.keys(works) as Work[]).map((work) => aimOf(work, times)),
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
      'The stock guest is an ordinary Debian under the same QEMU, with its own tools; 9p and sshfs are as they are without options, sshfs without SSH around it.',
      'What is written is 10 MB of random bytes, repeated: the guest’s disk leaves out zeros.',
    ],
  };
}

/** At least twice as fast as the better of the two. */
function aimOf(work: Work, times: Readonly<Record<Place, ReadonlyMap<Work, readonly number[]>>>): Aim {
  const middle = (place: Place) => median(times[place].get(work) ?? []) ?? 0;
  const better = Math.min(middle('nine') || Number.POSITIVE_INFINITY, middle('sshfs'));
  const text = `${works[work].label}: the better of 9p and sshfs, as a multiple of the share`;
  return { text, value: better / middle('share'), limit: 2, bound: 'at least' };
}
