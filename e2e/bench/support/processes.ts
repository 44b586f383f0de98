import { readdir, readFile } from 'node:fs/promises';

/** What a process takes, in bytes. */
export interface ProcessMemory {
  /** Resident: with all that it shares with others. */
  readonly residentBytes: number;
  /** Proportional: what is shared counts in parts, so that processes can be added up. */
  readonly proportionalBytes: number;
}

/** A process and those that it started, itself first. */
export async function processTree(pid: number): Promise<readonly number[]> {
  const children = new Map<number, number[]>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name in brackets may hold anything; the parent is the second field after it (proc(5)).
    const parent = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const collect = (one: number): number[] => [one, ...(children.get(one) ?? []).flatMap(collect)];
  return collect(pid);
}

/** Reads what a process takes. Rejects when it has gone, or on a kernel that does not tell. */
export async function readMemory(pid: number): Promise<ProcessMemory> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const bytes = (field: string) => {
    const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1];
    if (kibibytes === undefined) throw new Error(`/proc/${pid}/smaps_rollup has no ${field}`);
    return Number(kibibytes) * 1024;
  };
  return { residentBytes: bytes('Rss'), proportionalBytes: bytes('Pss') };
}

/** What a process has used of the processors since it was started. */
export interface ProcessorTime {
  /** As the scheduler counts it. */
  readonly milliseconds: number;
  /** As other programs show it: 10 ms each. */
  readonly ticks: number;
}

/** Reads what a process has used, all its living threads together. Rejects when it has gone. */
export async function readProcessorTime(pid: number): Promise<ProcessorTime> {
  const threads = await readdir(`/proc/${pid}/task`);
  const nanoseconds = await Promise.all(
    threads.map(async (thread) => {
      // A thread that has just ended has nothing to tell; its time is lost, and with it less than a tick.
      const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0');
      return Number(text.split(' ')[0]);
    }),
  );
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // Counted from behind the name, user and system time are the twelfth and thirteenth field (proc(5)).
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return { milliseconds: nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6, ticks: user + system };
}

/** What a process of Chromium's is for, by its command line; the first has no type. */
export async function chromiumRole(pid: number): Promise<string> {
  // Chromium writes over its children's words, with spaces between them where zeroes were.
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8');
  const value = (name: string) => new RegExp(`--${name}=([a-z-]+)`).exec(line)?.[1];
  const type = value('type');
  return type === 'utility' ? `utility ${value('utility-sub-type') ?? ''}`.trim() : (type ?? 'main');
}
