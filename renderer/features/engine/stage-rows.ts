import { type Boot, bootStages, stageTitles } from '../../../main/contract/status.ts';
import { visibleText } from '../../text/visible-text.ts';

/** A stage of a start, as a line of the start view. */
export interface StageRow {
  readonly name: string;
  readonly title: string;
  readonly state: 'done' | 'running' | 'failed' | 'to come';
  /** Milliseconds so far, or in all; null for one that is to come. */
  readonly elapsedMs: number | null;
  readonly usualMs: number | null;
}

const firstStage = bootStages[0]?.name;

/**
 * The lines of a start: what has been, what is, and, for one that is under way, what is to come. `hasFailed`
 * marks the stage that was under way when it ended. Times in milliseconds since 1970.
 */
export function stageRows(boot: Boot, now: number, hasFailed: boolean): readonly StageRow[] {
  const known = boot.stages.map((stage): StageRow => {
    const isOver = stage.durationMs !== null;
    return {
      name: stage.name,
      title: stageTitles[stage.name] ?? visibleText(stage.name),
      state: isOver ? 'done' : hasFailed ? 'failed' : 'running',
      elapsedMs: stage.durationMs ?? (hasFailed ? null : Math.max(0, now - stage.startedAt)),
      usualMs: stage.usualMs,
    };
  });
  // Whether it is a boot or not is known once the checks are over: what is to come is not guessed before.
  const isDecided = boot.stages.some(({ name }) => name !== firstStage);
  if (boot.durationMs !== null || hasFailed || !isDecided) return known;
  const stages = bootStages.filter(({ kinds }) => kinds.includes(boot.kind));
  const furthest = Math.max(
    -1,
    ...boot.stages.map(({ name }) => stages.findIndex((one) => one.name === name)),
  );
  const coming = stages.slice(furthest + 1).filter(({ seldom }) => !seldom);
  return [
    ...known,
    ...coming.map(
      ({ name, title }): StageRow => ({ name, title, state: 'to come', elapsedMs: null, usualMs: null }),
    ),
  ];
}

/** The longest time that the lines' bars must have room for, in milliseconds; at least a second. */
export function longestStage(rows: readonly StageRow[]): number {
  return Math.max(1_000, ...rows.map(({ elapsedMs, usualMs }) => Math.max(elapsedMs ?? 0, usualMs ?? 0)));
}

/** What the whole start usually takes, in milliseconds; null when a stage that has begun has no usual time. */
export function usualTotal(boot: Boot): number | null {
  if (boot.stages.length === 0 || boot.stages.some(({ usualMs }) => usualMs === null)) return null;
  return boot.stages.reduce((sum, { usualMs }) => sum + (usualMs ?? 0), 0);
}
