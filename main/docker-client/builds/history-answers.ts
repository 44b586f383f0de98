import { resolve } from 'node:path';
import { z } from 'zod';
import type { Build, BuildState } from '../../contract/builds.ts';
import { buildFailure, failedLines } from './build-failure.ts';
import { nameOr } from './build-name.ts';

/** Most arguments of a build that are told of. */
const mostArguments = 200;

/** Longest text of one value that is passed on, in letters. */
const longestText = 20_000;

const text = z.string().transform((long) => long.slice(0, longestText));

const time = z
  .string()
  .transform((written) => Date.parse(written))
  .refine((milliseconds) => !Number.isNaN(milliseconds));

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

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
