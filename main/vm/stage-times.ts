import { z } from 'zod';
import type { Accelerator, Boot } from '../contract/status.ts';
import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';

/** Starts that the median is taken over. */
const keptStarts = 9;

const schema = z.record(z.string(), z.record(z.string(), z.array(z.number())));

/** What starts took before, in whole milliseconds, by kind of start and accelerator. */
export interface StageTimes {
  usual(kind: Boot['kind'], accelerator: Accelerator | 'any'): (stage: string) => number | null;
  /** Remembers a finished start. */
  remember(boot: Boot, accelerator: Accelerator): Promise<void>;
}

/** Reads the times kept at `path`; a missing or damaged file counts as none. */
export async function loadStageTimes(path: string): Promise<StageTimes> {
  const parsed = schema.safeParse(await readJsonFile(path));
  const times: Record<string, Record<string, number[]>> = parsed.success ? parsed.data : {};
  return {
    usual: (kind, accelerator) => (stage) => {
      const stages = times[`${kind}/${accelerator}`] ?? {};
      // The guest names its stages: "constructor" must not find what every object has.
      const middle = median(Object.hasOwn(stages, stage) ? (stages[stage] ?? []) : []);
      return middle === null ? null : Math.round(middle);
    },
    async remember(boot, accelerator) {
      for (const key of [`${boot.kind}/${accelerator}`, `${boot.kind}/any`]) {
        const stages = times[key] ?? {};
        times[key] = stages;
        for (const { name, durationMs } of boot.stages) {
          if (durationMs === null) continue;
          const before = Object.hasOwn(stages, name) ? (stages[name] ?? []) : [];
          stages[name] = [...before, durationMs].slice(-keptStarts);
        }
      }
      await writeFileAtomically(path, JSON.stringify(times));
    },
  };
}

/** The middle value; null of none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
