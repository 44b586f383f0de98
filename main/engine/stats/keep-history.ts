import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { UsageHistory, UsageSample } from '../../contract/engine/stats.ts';
import { readJsonFile, writeFileAtomically } from '../../util/atomic-file.ts';
import type { StatsCollector } from './collector.ts';
import { keptMs, thinned } from './history.ts';

/** Written down so often, in milliseconds: an app that is killed loses no more than that. */
const usualEveryMs = 300_000;

/** Samples in the file, all together: the whole hour of 200 containers, and of more the newest samples of each. */
const mostSamples = 72_000;

/** A file that is larger was not written here; ours has about 70 bytes for a sample. */
const mostBytes = 16 * 2 ** 20;

/** Numbers in a sample. */
const fields = 8;

const schema = z.object({
  version: z.literal(1),
  containers: z.array(
    z.object({
      id: z.string().min(1).max(64),
      memoryLimitBytes: z.number().nonnegative(),
      /** One sample behind the other, each as {@link toNumbers} has it: by names the file would be twice as large. */
      samples: z.custom<readonly number[]>(areSamples),
    }),
  ),
});

/** By hand: a schema of each number takes most of a second, in which the app does nothing else. */
function areSamples(value: unknown): boolean {
  if (!Array.isArray(value) || value.length % fields !== 0) return false;
  return value.every((one) => typeof one === 'number' && one >= 0);
}

/** What was written down of the last hour, by container; nothing when the file is missing, damaged or not ours. */
export async function loadHistory(path: string, now: number): Promise<ReadonlyMap<string, UsageHistory>> {
  const content = await readBounded(path).catch(() => undefined);
  const parsed = schema.safeParse(content);
  const histories = new Map<string, UsageHistory>();
  if (!parsed.success) return histories;
  for (const { id, memoryLimitBytes, samples: numbers } of parsed.data.containers) {
    const samples = Array.from({ length: numbers.length / fields }, (_, index) =>
      sampleAt(numbers, index * fields),
    )
      // A clock that was put back has left samples of a time that is yet to come.
      .filter(({ at }) => at <= now && now - at <= keptMs)
      .toSorted((a, b) => a.at - b.at);
    if (samples.length > 0) histories.set(id, { memoryLimitBytes, samples });
  }
  return histories;
}

async function readBounded(path: string): Promise<unknown> {
  return (await stat(path)).size > mostBytes ? undefined : readJsonFile(path);
}

/** Replaces what was written down. */
export async function saveHistory(
  path: string,
  histories: ReadonlyMap<string, UsageHistory>,
  now: number,
): Promise<void> {
  const ofEach = Math.floor(mostSamples / Math.max(1, histories.size));
  const containers = [...histories]
    .map(([id, { memoryLimitBytes, samples }]) => ({
      id,
      memoryLimitBytes,
      samples: ofEach === 0 ? [] : thinned(samples, now).slice(-ofEach).flatMap(toNumbers),
    }))
    .filter(({ samples }) => samples.length > 0);
  await writeFileAtomically(path, JSON.stringify({ version: 1, containers }));
}

function toNumbers(sample: UsageSample): readonly number[] {
  const { at, cpus, memoryBytes, receivedRate, sentRate, readRate, writtenRate, processes } = sample;
  const whole = [memoryBytes, receivedRate, sentRate, readRate, writtenRate].map(Math.round);
  return [at, Math.round(cpus * 1e4) / 1e4, ...whole, processes];
}

function sampleAt(numbers: readonly number[], from: number): UsageSample {
  const number = (index: number) => numbers[from + index] ?? 0;
  return {
    at: number(0),
    cpus: number(1),
    memoryBytes: number(2),
    receivedRate: number(3),
    sentRate: number(4),
    readRate: number(5),
    writtenRate: number(6),
    processes: number(7),
  };
}

/** What {@link keepHistory} works with. */
export interface KeepHistoryOptions {
  readonly stats: Pick<StatsCollector, 'histories' | 'restore'>;
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly warn: (message: string) => void;
  /** Milliseconds; for tests. */
  readonly everyMs?: number;
}

/** Gives the collector what was written down, and writes down what it samples, now and then. */
export function keepHistory({ stats, path, now, warn, everyMs = usualEveryMs }: KeepHistoryOptions) {
  let written = 0;
  let last = loadHistory(path, now()).then((earlier) => {
    written = newestIn(earlier);
    stats.restore(earlier);
  });
  const write = () => {
    last = last.then(async () => {
      const at = newestIn(stats.histories());
      // An engine that rests costs no writes.
      if (at === written) return;
      await saveHistory(path, stats.histories(), now()).then(
        () => {
          written = at;
        },
        (error: Error) => warn(`what containers use cannot be written down: ${error.message}`),
      );
    });
    return last;
  };
  const timer = setInterval(() => void write(), everyMs);
  timer.unref();
  return {
    /** Writes what is not yet written. Never rejects. */
    close(): Promise<void> {
      clearInterval(timer);
      return write();
    },
  };
}

/** Milliseconds since 1970: when the last sample was taken; 0 when there is none. */
function newestIn(histories: ReadonlyMap<string, UsageHistory>): number {
  return Math.max(0, ...[...histories.values()].map(({ samples }) => samples.at(-1)?.at ?? 0));
}
