import type Docker from 'dockerode';
import { z } from 'zod';
import type { BuildCacheEntry } from '../contract/engine/build-cache.ts';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';
import { askDiskUsage } from './disk-usage.ts';

/** Letters of a step's description that are passed on. */
const longestDescription = 2_000;

const answer = z.object({
  BuildCache: z
    .array(
      z.object({
        ID: z.string(),
        Type: z.string().default(''),
        Description: z.string().nullish(),
        InUse: z.boolean(),
        Shared: z.boolean(),
        Size: z.number(),
        CreatedAt: z.string(),
        LastUsedAt: z.string().nullish(),
        UsageCount: z.number().default(0),
      }),
    )
    .nullish(),
});

/** What BuildKit keeps of earlier builds. */
export function listBuildCache(engine: Docker, signal: AbortSignal): Promise<readonly BuildCacheEntry[]> {
  const doing = 'read the build cache';
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (until) =>
      readBuildCache(await askDiskUsage(engine, 'builds', until)),
    ),
  );
}

/** Reads the engine's answer. */
export function readBuildCache(given: unknown): readonly BuildCacheEntry[] {
  return (answer.parse(given).BuildCache ?? []).map((entry) => ({
    id: entry.ID,
    kind: entry.Type,
    description: (entry.Description ?? '').slice(0, longestDescription),
    bytes: Math.max(0, entry.Size),
    isInUse: entry.InUse,
    isShared: entry.Shared,
    createdAt: timeOf(entry.CreatedAt) ?? 0,
    lastUsedAt: timeOf(entry.LastUsedAt ?? ''),
    uses: entry.UsageCount,
  }));
}

function timeOf(text: string): number | null {
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? null : milliseconds;
}
