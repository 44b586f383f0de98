import type { Build, BuildStep, StepState } from '../../main/contract/builds.ts';
import { formatDuration } from '../../main/contract/duration.ts';

const stateWords: Readonly<Record<Build['state']['kind'], string>> = {
  running: 'Building',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** How a build is, in a word. */
export function buildStateText({ state }: Pick<Build, 'state'>): string {
  return stateWords[state.kind];
}

/** How long a build has taken, or takes by now; milliseconds since 1970. */
export function buildDuration(
  { startedAt, endedAt }: Pick<Build, 'startedAt' | 'endedAt'>,
  now: number,
): number {
  return Math.max(0, (endedAt ?? now) - startedAt);
}

/** What stands beside the name of a build: `7 of 12 steps, 3 cached, 4.2 s`. */
export function buildNote(
  build: Pick<Build, 'state' | 'steps' | 'startedAt' | 'endedAt'>,
  now: number,
): string {
  const { all, ended, cached } = build.steps;
  const steps =
    build.state.kind === 'done' || ended === all ? countText(all) : `${ended} of ${countText(all)}`;
  return [
    ...(all === 0 ? [] : [steps]),
    ...(cached === 0 ? [] : [`${cached} cached`]),
    formatDuration(buildDuration(build, now)),
  ].join(', ');
}

function countText(steps: number): string {
  return `${steps} ${steps === 1 ? 'step' : 'steps'}`;
}

const stepWords: Readonly<Record<StepState, string>> = {
  waiting: 'Not begun',
  running: 'Running',
  done: 'Done',
  cached: 'Cached',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** How a step is, in a word. */
export function stepStateText({ state }: Pick<BuildStep, 'state'>): string {
  return stepWords[state];
}

/** How long a step has taken; of one that was in the cache, that; empty for one that has not begun. */
export function stepTime({ state, startedAt, endedAt }: BuildStep, now: number): string {
  if (state === 'cached') return 'cached';
  if (startedAt === null) return '';
  if (endedAt === null && state !== 'running') return stepWords[state].toLowerCase();
  return formatDuration((endedAt ?? now) - startedAt);
}

/** Steps in the order in which they have begun, then those that have not: BuildKit names these from the last to the first. */
export function inOrder(steps: readonly BuildStep[]): readonly BuildStep[] {
  const begun = steps.filter(({ startedAt }) => startedAt !== null);
  const others = steps.filter(({ startedAt }) => startedAt === null);
  return [...begun.toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0)), ...others.toReversed()];
}

/** Where a step lies in the time of all: both from 0 to 1. Null for one that has not begun. */
export interface StepSpan {
  readonly from: number;
  readonly length: number;
}

/** Where each step lies in the time that all have taken. What has begun and not ended goes on until `now`. */
export function stepSpans(steps: readonly BuildStep[], now: number): readonly (StepSpan | null)[] {
  const begun = steps.flatMap(({ startedAt }) => startedAt ?? []);
  const endOf = ({ endedAt, state, startedAt }: BuildStep) =>
    endedAt ?? (state === 'running' ? now : (startedAt ?? 0));
  const first = Math.min(...begun);
  const whole = Math.max(1, ...steps.map((step) => endOf(step) - first));
  return steps.map((step) => {
    if (step.startedAt === null) return null;
    const from = Math.min(1, (step.startedAt - first) / whole);
    return { from, length: Math.max(0, Math.min(1 - from, (endOf(step) - step.startedAt) / whole)) };
  });
}

/** What a build was made from: `pkg:docker/node@22?platform=linux%2Farm64` is `node:22, linux/arm64`; what is no such address, itself. */
export function materialText(address: string): string {
  const [, name = '', tag, query = ''] = /^pkg:docker\/([^@?]+)(?:@([^?]+))?(?:\?(.*))?$/.exec(address) ?? [];
  if (name === '') return address;
  const platform = new URLSearchParams(query).get('platform') ?? '';
  return [tag === undefined ? name : `${name}:${tag}`, platform].filter(Boolean).join(', ');
}

/** What BuildKit keeps of a build, by its kind; one that is not known, itself. */
export function attachmentText(kind: string): string {
  const [, version] = /^https:\/\/slsa\.dev\/provenance\/(.+)$/.exec(kind) ?? [];
  if (version !== undefined) return `Provenance, SLSA ${version}`;
  if (kind === 'https://spdx.dev/Document') return 'List of packages, SPDX';
  return /^application\/vnd\.(?:docker|oci)\..*\b(?:image|manifest)\b/.test(kind) ? 'Image' : kind;
}
