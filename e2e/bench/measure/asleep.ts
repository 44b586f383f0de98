import { delay } from '../../../main/util/wait.ts';
import { median } from '../../../main/vm/stage-times.ts';
import { processesOf } from '../../support/home-processes.mjs';
import type { Report } from '../report/report.ts';
import { runContainers } from '../support/containers.ts';
import type { BenchContext } from '../support/context.ts';
import { createInstance, type Instance } from '../support/instance.ts';
import { readMemory, readProcessorTime } from '../support/processes.ts';

const columns = { asleep: 'asleep', awake: 'awake, idle' } as const;

type Condition = keyof typeof columns;

const settleMs = 15_000;

/** What is watched, in milliseconds. */
const watchMs = 60_000;

/** More rounds would only take longer: each takes minutes. */
const mostRuns = 3;

const mebibyte = 2 ** 20;

/** What a process took over the time for which it was watched. */
interface Take {
  readonly residentMiB: number;
  readonly proportionalMiB: number;
  readonly processorMs: number;
  readonly ticks: number;
}

interface Takes {
  readonly host: Take;
  /** Undefined when there is no such process. */
  readonly qemu: Take | undefined;
}

/** What is left of Slipway while the VM sleeps, beside what it takes while it runs three containers that do next to nothing. */
export async function measureAsleep(context: BenchContext): Promise<Report> {
  const instance = await createInstance(context);
  const takes: Record<Condition, Takes[]> = { asleep: [], awake: [] };
  const runs = Math.min(context.runs, mostRuns);
  try {
    context.say('starting the VM and three containers');
    await instance.start();
    await runContainers(context, instance, 'no');
    for (let run = 0; run < runs; run++) {
      context.say(`round ${run + 1} of ${runs}: awake, for ${(settleMs + watchMs) / 1e3} s`);
      takes.awake.push(await watch(context, instance));
      await instance.sleep();
      context.say(`round ${run + 1} of ${runs}: asleep, for ${(settleMs + watchMs) / 1e3} s`);
      takes.asleep.push(await watch(context, instance));
      await instance.start();
    }
    return reportOf(takes);
  } finally {
    await instance.remove();
  }
}

/** Without a client of its own: one that asks whether the host still answers would be what costs it time. */
async function watch(context: BenchContext, instance: Instance): Promise<Takes> {
  instance.disconnect();
  await delay(settleMs, context.signal);
  const host = instance.hostPid();
  const living = await instance.vm();
  const pids = [host, ...(living === undefined ? [] : [living.pid])];
  const others = (await processesOf(instance.paths.home)).filter(({ pid }) => !pids.includes(pid));
  if (others.length > 0) throw new Error(`There is another process of this home: ${others[0]?.command}`);
  const before = await Promise.all(pids.map(readProcessorTime));
  await delay(watchMs, context.signal);
  const after = await Promise.all(pids.map(readProcessorTime));
  const takes = await Promise.all(
    pids.map(async (pid, index): Promise<Take> => {
      const { residentBytes, proportionalBytes } = await readMemory(pid);
      return {
        residentMiB: residentBytes / mebibyte,
        proportionalMiB: proportionalBytes / mebibyte,
        processorMs: (after[index]?.milliseconds ?? 0) - (before[index]?.milliseconds ?? 0),
        ticks: (after[index]?.ticks ?? 0) - (before[index]?.ticks ?? 0),
      };
    }),
  );
  const [first, second] = takes;
  if (first === undefined) throw new Error('There is no host');
  return { host: first, qemu: second };
}

function reportOf(takes: Readonly<Record<Condition, readonly Takes[]>>): Report {
  const conditions = Object.keys(columns) as Condition[];
  const row = (label: string, process: keyof Takes, pick: (take: Take) => number) => ({
    label,
    values: Object.fromEntries(
      conditions.map((condition) => [
        columns[condition],
        takes[condition].flatMap((one) => {
          const take = one[process];
          return take === undefined ? [] : [pick(take)];
        }),
      ]),
    ),
  });
  const asleep = takes.asleep.map(({ host }) => host);
  const names = conditions.map((condition) => columns[condition]);
  const left = takes.asleep.filter(({ qemu }) => qemu !== undefined).length;
  return {
    tables: [
      {
        title: 'Memory',
        unit: 'MiB',
        head: 'process',
        columns: names,
        rows: [
          row('host, resident', 'host', ({ residentMiB }) => residentMiB),
          row('host, proportional', 'host', ({ proportionalMiB }) => proportionalMiB),
          row('QEMU, resident', 'qemu', ({ residentMiB }) => residentMiB),
          row('QEMU, proportional', 'qemu', ({ proportionalMiB }) => proportionalMiB),
        ],
      },
      {
        title: `Processor time over ${watchMs / 1e3} s`,
        unit: 'ms',
        head: 'process',
        columns: names,
        rows: [
          row('host', 'host', ({ processorMs }) => processorMs),
          row('QEMU', 'qemu', ({ processorMs }) => processorMs),
        ],
      },
    ],
    aims: [
      {
        text: 'Resident memory of the host asleep, in MB',
        value: ((median(asleep.map(({ residentMiB }) => residentMiB)) ?? 0) * mebibyte) / 1e6,
        limit: 80,
        bound: 'at most',
      },
      {
        text: `Processor time of the host asleep over ${watchMs / 1e3} s, in ticks of 10 ms`,
        value: median(asleep.map(({ ticks }) => ticks)) ?? 0,
        limit: 0,
        bound: 'at most',
      },
      { text: 'QEMU processes while asleep', value: left, limit: 0, bound: 'at most' },
    ],
    notes: [
      'Nobody is connected, neither to the host nor to the engine. A dash: there is no such process.',
      'Processor time is that of all threads as the scheduler counts it (/proc/PID/task/*/schedstat); a tick is what /proc/PID/stat counts in.',
    ],
  };
}
