import { visibleText } from '../text/visible-text.ts';
import { PendingText } from './pending-text.tsx';

interface UsedByProps {
  /** What is being done to it. */
  readonly pending: string | undefined;
  /** Of the containers or services that have it; untrusted. */
  readonly names: readonly string[];
  /** What is said when there are none. */
  readonly none: string;
}

/** In a table: who has something, or, while something is done to it, what. */
export function UsedBy({ pending, names, none }: UsedByProps) {
  if (pending !== undefined) return <PendingText text={pending} />;
  const [first, ...others] = names;
  if (first === undefined) return <span className="faint">{none}</span>;
  return (
    <span className="quiet used-by" title={visibleText(names.join(', '))}>
      <bdi>{visibleText(first)}</bdi>
      {others.length > 0 && ` and ${others.length} more`}
    </span>
  );
}
