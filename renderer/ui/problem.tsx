import { TriangleAlert } from 'lucide-react';
import type { Failure } from '../../main/contract/errors.ts';
import { FailureText } from './failure-text.tsx';

interface ProblemProps {
  readonly failure: Failure;
  /** Something does not work because of it; otherwise it is only told. */
  readonly isGrave: boolean;
}

/** A failure in a box of its own, where it stays until its cause is gone. */
export function Problem({ failure, isGrave }: ProblemProps) {
  return (
    <div className={`problem ${isGrave ? 'problem-grave' : ''}`} role={isGrave ? 'alert' : undefined}>
      <TriangleAlert size={16} aria-hidden />
      <FailureText failure={failure} />
    </div>
  );
}
