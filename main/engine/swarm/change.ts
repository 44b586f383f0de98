import type Docker from 'dockerode';
import { z } from 'zod';
import { askJson } from '../ask.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { refusalOf } from './standing.ts';

/** Changes something about a Swarm, in the time that a change may take. `doing` completes "Could not …". */
export function change(
  doing: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (until) => {
      await work(until);
    }),
  );
}

/** A description as the engine has it: what is not known here stays in it as it is. */
export type Spec = Readonly<Record<string, unknown>>;

/** A change of the description of something. */
export interface SpecChange {
  /** What is changed: `/services/ID`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
  readonly edit: (spec: Spec) => Spec;
}

const described = z.object({
  Version: z.object({ Index: z.number() }),
  Spec: z.record(z.string(), z.unknown()),
});

/** Another change may come between the look at a description and its own change: tries at all. */
const tries = 3;

/** Changes a description: the engine takes a new one for the very version that was looked at. Tries again when another came first. */
export async function changeSpec(
  engine: Docker,
  { path, query, headers, edit }: SpecChange,
  signal: AbortSignal,
): Promise<void> {
  for (let attempts = 1; ; attempts += 1) {
    const { Version, Spec } = described.parse(await askJson(engine, { method: 'GET', path }, signal));
    const asked = {
      method: 'POST',
      path: `${path}/update`,
      query: { version: String(Version.Index), ...query },
      json: edit(Spec),
      headers: (await headers?.(signal)) ?? {},
    } as const;
    try {
      await askJson(engine, asked, signal);
      return;
    } catch (error) {
      if (attempts === tries || !/update out of sequence/.test(refusalOf(error))) throw error;
    }
  }
}
