import { resolve } from 'node:path';
import { z } from 'zod';
import type { Build, BuildState } from '../../contract/builds.ts';
import { buildFailure, failedLines } from './build-failure.ts';

/** Most builds that are listed, and most arguments of one. BuildKit keeps fifty builds unless its user has said otherwise. */
const mostListed = 500;
const mostArguments = 200;

/** Longest text of one value that is passed on, in letters. */
const longestText = 20_000;

const text = z.string().transform((long) => long.slice(0, longestText));

const time = z
  .string()
  .transform((written) => Date.parse(written))
  .refine((milliseconds) => !Number.isNaN(milliseconds));

/** A line of `buildx history ls --format json`. */
const listed = z.object({
  ref: z.string().regex(/^[\w./-]{1,200}$/),
  name: text.default(''),
  status: z.string(),
  created_at: time,
  completed_at: time.nullish(),
  total_steps: z.number().default(0),
  completed_steps: z.number().default(0),
  cached_steps: z.number().default(0),
});

const pairs = z
  .array(z.object({ Name: text.default(''), Value: text.default('') }))
  .default([])
  .transform((all) => all.slice(0, mostArguments).map(({ Name, Value }) => ({ name: Name, value: Value })));

/** What `buildx history inspect --format json` says. */
const inspected = z.object({
  Ref: z.string(),
  Name: text.default(''),
  Context: text.default(''),
  Dockerfile: text.default(''),
  Target: text.default(''),
  Platform: z.array(text).default([]),
  StartedAt: time,
  CompletedAt: time.nullish(),
  Status: z.string().default('running'),
  Error: z.object({ Message: text.default(''), Sources: text.default('') }).nullish(),
  NumCompletedSteps: z.number().default(0),
  NumTotalSteps: z.number().default(0),
  NumCachedSteps: z.number().default(0),
  BuildArgs: pairs,
  Config: z
    .object({ NoCache: z.boolean().default(false), ImageResolveMode: z.string().default('') })
    .nullish(),
});

/** Reads the lines of the list; what is none is passed over. `isCancelled` tells failures that are none. */
export function readList(lines: readonly string[], isCancelled: (ref: string) => boolean): readonly Build[] {
  return lines.slice(0, mostListed).flatMap((line) => {
    const read = listed.safeParse(parsed(line));
    if (!read.success) return [];
    const { ref, name, status, created_at, completed_at, total_steps, completed_steps, cached_steps } =
      read.data;
    return [
      {
        ...{ id: ref, ref, name: nameOr(name, ref), isOurs: false, description: null },
        ...{ startedAt: created_at, endedAt: completed_at ?? null },
        steps: { all: total_steps, ended: completed_steps, cached: cached_steps },
        state: listedState(status, isCancelled(ref)),
      },
    ];
  });
}

/** The names of the builds that the list calls failed, the cancelled ones among them. */
export function failedIn(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const read = listed.safeParse(parsed(line));
    return read.success && read.data.status === 'Error' ? [read.data.ref] : [];
  });
}

function listedState(status: string, isCancelled: boolean): BuildState {
  if (status === 'Running') return { kind: 'running' };
  if (status === 'Completed') return { kind: 'done', image: null };
  return isCancelled ? { kind: 'cancelled' } : { kind: 'failed', failure: null, lines: null };
}

/** Reads what is known of one; undefined for another one than `ref`. Throws for what is none. */
export function readDetails(ref: string, answer: string): Build | undefined {
  const read = inspected.parse(parsed(answer));
  if (read.Ref !== ref.split('/').at(-1)) return undefined;
  const name = nameOr(read.Name, ref);
  return {
    ...{ id: ref, ref, name, isOurs: false, startedAt: read.StartedAt, endedAt: read.CompletedAt ?? null },
    steps: { all: read.NumTotalSteps, ended: read.NumCompletedSteps, cached: read.NumCachedSteps },
    state: stateOf(name, read.Status, read.Error ?? null),
    description: {
      folder: whole(read.Context),
      dockerfile: read.Dockerfile,
      target: read.Target,
      arguments: read.BuildArgs,
      platform: read.Platform.join(','),
      tags: [],
      isWithoutCache: read.Config?.NoCache ?? false,
      isPulling: read.Config?.ImageResolveMode === 'pull',
      secrets: [],
    },
  };
}

function stateOf(
  name: string,
  status: string,
  error: { readonly Message: string; readonly Sources: string } | null,
): BuildState {
  if (status === 'running') return { kind: 'running' };
  if (status === 'canceled') return { kind: 'cancelled' };
  if (error === null) return { kind: 'done', image: null };
  const sources = Buffer.from(error.Sources, 'base64').toString('utf8');
  return {
    kind: 'failed',
    failure: buildFailure(name, `${sources}ERROR: ${error.Message}`),
    lines: failedLines(sources),
  };
}

/** buildx leaves out of a path what leads to where it was started. */
function whole(context: string): string {
  return context === '' || /^\w+:\/\//.test(context) ? context : resolve(context);
}

/** BuildKit does not know how everything is called. */
function nameOr(name: string, ref: string): string {
  return name === '' ? (ref.split('/').at(-1) ?? ref).slice(0, 12) : name;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
