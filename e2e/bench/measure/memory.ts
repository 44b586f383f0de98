import { connect } from 'node:net';
import { abortAfter, delay } from '../../../main/util/wait.ts';
import { connectGuest } from '../../../main/vm/guest/ssh-session.ts';
import { loadKeys } from '../../../main/vm/keys.ts';
import type { Report, Row } from '../report/report.ts';
import type { BenchContext } from '../support/context.ts';
import { launchApp } from '../support/electron-app.ts';
import { createInstance, type Instance } from '../support/instance.ts';
import { chromiumRole, processTree, readMemory } from '../support/processes.ts';

const columns = { resident: 'resident', proportional: 'proportional' } as const;
const mebibyte = 2 ** 20;

/** A running engine that nobody uses takes this long to come to rest. */
const settleMs = 30_000;
const betweenMs = 2_000;

interface GrowingRow extends Row {
  readonly values: { readonly [columns.resident]: number[]; readonly [columns.proportional]: number[] };
}

/** Reads what each process takes while nothing is done: a host without a window, its VM, and the app as a second client. */
export async function measureMemory(context: BenchContext): Promise<Report> {
  const instance = await createInstance(context);
  try {
    context.say('starting the VM and the app');
    await instance.start();
    const app = await launchApp(context, instance.environment);
    try {
      context.say(`letting them rest for ${settleMs / 1e3} s`);
      await delay(settleMs, context.signal);
      const rows = await readOften(context, await watchedProcesses(instance, app.pid));
      return reportOf(rows, await readGuest(context, instance));
    } finally {
      await app.quit();
    }
  } finally {
    await instance.remove();
  }
}

/** Labels, each with its processes. */
async function watchedProcesses(
  instance: Instance,
  appPid: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const machine = await instance.vm();
  if (machine === undefined) throw new Error('A running engine has no record of its VM');
  const watched = new Map<string, number[]>([
    ['QEMU', [machine.pid]],
    ['host without a window', [instance.hostPid()]],
  ]);
  for (const pid of await processTree(appPid)) {
    const label = `app: ${await chromiumRole(pid)}`;
    watched.set(label, [...(watched.get(label) ?? []), pid]);
  }
  return watched;
}

async function readOften(
  context: BenchContext,
  watched: ReadonlyMap<string, readonly number[]>,
): Promise<readonly GrowingRow[]> {
  const rows = [...watched].map(([label, pids]) => ({
    pids,
    label: pids.length > 1 ? `${label} (${pids.length} processes)` : label,
    values: { [columns.resident]: [] as number[], [columns.proportional]: [] as number[] },
  }));
  for (let run = 0; run < context.runs; run++) {
    if (run > 0) await delay(betweenMs, context.signal);
    for (const { pids, values } of rows) {
      const all = await Promise.all(pids.map(readMemory));
      values[columns.resident].push(sum(all.map(({ residentBytes }) => residentBytes)) / mebibyte);
      values[columns.proportional].push(
        sum(all.map(({ proportionalBytes }) => proportionalBytes)) / mebibyte,
      );
    }
  }
  return rows.map(({ label, values }) => ({ label, values }));
}

/** What the guest itself says that it uses, in MiB: its files in memory do not count. */
async function readGuest(context: BenchContext, { paths }: Instance): Promise<number> {
  const signal = abortAfter(60_000, context.signal);
  const session = await connectGuest(() => connect(paths.sshForward), await loadKeys(paths), signal);
  try {
    const { output } = await session.run('cat /proc/meminfo', signal);
    const kibibytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(output)?.[1]);
    const used = kibibytes('MemTotal') - kibibytes('MemAvailable');
    if (!Number.isFinite(used)) throw new Error('The guest does not tell its memory');
    return used / 1024;
  } finally {
    session.end();
  }
}

function reportOf(rows: readonly GrowingRow[], guestMiB: number): Report {
  const total = (column: keyof GrowingRow['values']) =>
    (rows[0]?.values[column] ?? []).map((_, run) => sum(rows.map((row) => row.values[column][run] ?? 0)));
  return {
    tables: [
      {
        title: 'Memory, idle, no container',
        unit: 'MiB',
        head: 'process',
        columns: [columns.resident, columns.proportional],
        rows: [
          ...rows,
          // Resident memory counts what is shared again and again: only the other can be added up.
          { label: 'All', values: { [columns.proportional]: total(columns.proportional) } },
          { label: 'In the guest: used, files not counted', values: { [columns.resident]: [guestMiB] } },
        ],
      },
    ],
    aims: [],
    notes: ['The app here is a client of the host beside it; alone, its main process is the host too.'],
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
