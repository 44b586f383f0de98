import type { BuildDescription, BuildStep } from '../../main/contract/builds.ts';

/** A step of two builds, or of one of them. */
export interface ComparedStep {
  /** What it is called, without its number: that is another one when a step comes before it. */
  readonly name: string;
  readonly first: BuildStep | null;
  readonly second: BuildStep | null;
  /** How many milliseconds longer it took in the second; null where it was not done to its end in both. */
  readonly difference: number | null;
}

/** The steps of two builds side by side, in the order of the second; what is in the first alone stands where it was. */
export function compareSteps(
  first: readonly BuildStep[],
  second: readonly BuildStep[],
): readonly ComparedStep[] {
  const left = first.map((step) => ({ step, name: nameOf(step), isTaken: false }));
  const rows = second.map((step): Omit<ComparedStep, 'difference'> => {
    const name = nameOf(step);
    const match = left.find((one) => !one.isTaken && one.name === name);
    if (match !== undefined) match.isTaken = true;
    return { name, first: match?.step ?? null, second: step };
  });
  left.forEach(({ step, name, isTaken }, index) => {
    if (isTaken) return;
    const before = left[index - 1]?.step;
    const at = before === undefined ? 0 : rows.findIndex((row) => row.first === before) + 1;
    rows.splice(at, 0, { name, first: step, second: null });
  });
  return rows.map((row) => ({ ...row, difference: differenceOf(row.first, row.second) }));
}

/** `[build 4/6] RUN make` is `[build] RUN make`. */
function nameOf({ name }: BuildStep): string {
  return name.replace(/^\[(?:([\w.-]+) )?\d+\/\d+\] /, (_, stage?: string) =>
    stage === undefined ? '' : `[${stage}] `,
  );
}

function differenceOf(first: BuildStep | null, second: BuildStep | null): number | null {
  const [before, after] = [timeOf(first), timeOf(second)];
  return before === null || after === null ? null : after - before;
}

function timeOf(step: BuildStep | null): number | null {
  if (step?.state === 'cached') return 0;
  if (step?.state !== 'done' || step.startedAt === null || step.endedAt === null) return null;
  return step.endedAt - step.startedAt;
}

/** Something that two builds were made with otherwise. */
export interface OtherWith {
  readonly name: string;
  readonly first: string;
  readonly second: string;
}

/** What two builds were made with otherwise; untrusted texts. */
export function compareDescriptions(first: BuildDescription, second: BuildDescription): readonly OtherWith[] {
  const [left, right] = [factsOf(first), factsOf(second)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((name) => ({ name, first: left.get(name) ?? '', second: right.get(name) ?? '' }))
    .filter((row) => row.first !== row.second);
}

function factsOf(description: BuildDescription): ReadonlyMap<string, string> {
  const { folder, dockerfile, target, platform, tags, isWithoutCache, isPulling } = description;
  return new Map([
    ['Folder', folder],
    ['Dockerfile', dockerfile],
    ['Stage', target],
    ['Platform', platform],
    ['Names', tags.join(' ')],
    ['Cache', isWithoutCache ? 'not used' : 'used'],
    ['Base images', isPulling ? 'asked for anew' : 'those that are here'],
    ...description.arguments.map(({ name, value }): [string, string] => [`Argument ${name}`, value]),
  ]);
}
