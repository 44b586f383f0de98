import { z } from 'zod';
import type { UsageSample } from '../../contract/engine/stats.ts';

/** What an engine on Linux with cgroup 2 answers, as far as it is read. Counters that a container lacks are missing. */
const answerSchema = z.object({
  pids_stats: z.object({ current: z.number().default(0) }).default({ current: 0 }),
  cpu_stats: z.object({ cpu_usage: z.object({ total_usage: z.number() }) }),
  memory_stats: z
    .object({
      usage: z.number().default(0),
      limit: z.number().default(0),
      stats: z.object({ inactive_file: z.number().default(0) }).default({ inactive_file: 0 }),
    })
    .default({ usage: 0, limit: 0, stats: { inactive_file: 0 } }),
  networks: z.record(z.string(), z.object({ rx_bytes: z.number(), tx_bytes: z.number() })).default({}),
  blkio_stats: z
    .object({
      io_service_bytes_recursive: z
        .array(z.object({ op: z.string(), value: z.number() }))
        .nullish()
        .transform((entries) => entries ?? []),
    })
    .default({ io_service_bytes_recursive: [] }),
});

/** What the counters of a container stood at. */
export interface Reading {
  /** Milliseconds since 1970: when the answer came. */
  readonly at: number;
  readonly cpuNanoseconds: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly processes: number;
}

/** Reads the engine's answer; throws when it is not one. A container that has just ended has no counters: undefined. */
export function toReading(answer: unknown, at: number): Reading | undefined {
  const { pids_stats, cpu_stats, memory_stats, networks, blkio_stats } = answerSchema.parse(answer);
  if (cpu_stats.cpu_usage.total_usage === 0) return undefined;
  const interfaces = Object.values(networks);
  const blocks = (name: string) =>
    blkio_stats.io_service_bytes_recursive
      .filter(({ op }) => op.toLowerCase() === name)
      .reduce((sum, { value }) => sum + value, 0);
  return {
    at,
    cpuNanoseconds: cpu_stats.cpu_usage.total_usage,
    // As `docker stats` counts it: what is cached of files goes when somebody needs the room.
    memoryBytes: Math.max(0, memory_stats.usage - memory_stats.stats.inactive_file),
    memoryLimitBytes: memory_stats.limit,
    receivedBytes: interfaces.reduce((sum, { rx_bytes }) => sum + rx_bytes, 0),
    sentBytes: interfaces.reduce((sum, { tx_bytes }) => sum + tx_bytes, 0),
    readBytes: blocks('read'),
    writtenBytes: blocks('write'),
    processes: pids_stats.current,
  };
}

/** What was used between two readings; undefined when the counters began anew, as after a restart. */
export function sampleBetween(before: Reading, after: Reading): UsageSample | undefined {
  const seconds = (after.at - before.at) / 1_000;
  if (seconds <= 0 || after.cpuNanoseconds < before.cpuNanoseconds) return undefined;
  // A network or a disk that went takes its counters with it.
  const rate = (from: number, to: number) => Math.max(0, to - from) / seconds;
  return {
    at: after.at,
    cpus: rate(before.cpuNanoseconds, after.cpuNanoseconds) / 1e9,
    memoryBytes: after.memoryBytes,
    receivedRate: rate(before.receivedBytes, after.receivedBytes),
    sentRate: rate(before.sentBytes, after.sentBytes),
    readRate: rate(before.readBytes, after.readBytes),
    writtenRate: rate(before.writtenBytes, after.writtenBytes),
    processes: after.processes,
  };
}
