import type { RecreateNews, RecreateStep } from '../../../main/contract/engine/recreate.ts';
import type { Failure } from '../../../main/contract/errors.ts';

/** How making a container anew has ended. */
export type Outcome =
  | Exclude<RecreateNews, { kind: 'step' }>
  | { readonly kind: 'failed'; readonly failure: Failure };

/** How far a step is. */
export type StepMark = 'under way' | 'done' | 'failed';

/** The mark of each step that was begun; `outcome` is null while it goes on. */
export function stepMarks(steps: readonly RecreateStep[], outcome: Outcome | null): readonly StepMark[] {
  const failing = steps.indexOf('back');
  return steps.map((step, index) => {
    const isLast = index === steps.length - 1;
    // What has failed is the step before the way back, as soon as that is taken.
    if (failing > 0 && index === failing - 1) return 'failed';
    if (!isLast) return 'done';
    if (outcome === null) return 'under way';
    return hasFailed(step, outcome) ? 'failed' : 'done';
  });
}

/** Whether the last step went wrong. */
function hasFailed(step: RecreateStep, outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'done':
      return step === 'health' && outcome.isHealthy === false;
    case 'back':
      return step !== 'back' || !outcome.isBack;
    default:
      return true;
  }
}
