import type Docker from 'dockerode';
import { z } from 'zod';
import type { UsageKind } from '../contract/engine/usage-kinds.ts';
import { askJson } from './ask.ts';

/** The engine's answer to `/system/df`: of the kind that was asked for; the others are missing or empty. */
export const diskUsage = z.object({
  LayersSize: z.number().nullish(),
  Images: z
    .array(
      z.object({
        Id: z.string(),
        RepoTags: z.array(z.string()).nullish(),
        Containers: z.number(),
        Created: z.number(),
        Size: z.number(),
        SharedSize: z.number(),
      }),
    )
    .nullish(),
  Containers: z
    .array(
      z.object({
        Id: z.string(),
        Names: z.array(z.string()).nullish(),
        State: z.string(),
        Labels: z.record(z.string(), z.string()).nullish(),
        SizeRw: z.number().nullish(),
      }),
    )
    .nullish(),
  Volumes: z
    .array(
      z.object({
        Name: z.string(),
        Labels: z.record(z.string(), z.string()).nullish(),
        UsageData: z.object({ Size: z.number(), RefCount: z.number() }).nullish(),
      }),
    )
    .nullish(),
  BuildCache: z
    .array(
      z.object({
        ID: z.string(),
        Description: z.string().nullish(),
        InUse: z.boolean(),
        Shared: z.boolean(),
        Size: z.number(),
      }),
    )
    .nullish(),
});

export type DiskUsage = z.output<typeof diskUsage>;

/** An image as the engine measures it. */
export type MeasuredImage = NonNullable<DiskUsage['Images']>[number];

const typeOf: Readonly<Record<UsageKind, string>> = {
  images: 'image',
  containers: 'container',
  volumes: 'volume',
  builds: 'build-cache',
};

/** Has the engine measure the things of one kind, for {@link diskUsage}. It counts for as long as it needs. */
export function askDiskUsage(engine: Docker, kind: UsageKind, signal: AbortSignal): Promise<unknown> {
  return askJson(engine, { method: 'GET', path: '/system/df', query: { type: typeOf[kind] } }, signal);
}
