import { visibleText } from '../text/visible-text.ts';
import { Spinner } from './spinner.tsx';

interface UsedByProps {
  /** What is being done to it. */
  readonly pending: string | undefined;
  /** Of the containers that have it; untrusted. */
  readonly names: readonly string[];
  /** What is said when there are none. */
  readonly none: string;
}

/** In a table: which containers have something, or, while something is done to it, what. */
export function UsedBy({ pending, names, none }: UsedByProps) {
  if (pending !== undefined) {
    return (
      <span className="pending">
        <Spinner size={13} />
        {pending}
      </span>
    );
  }
  const [first, ...others] = names;
  if (first === undefined) return <span className="faint">{none}</span>;
  return (
    <span className="quiet used-by" title={visibleText(names.join(', '))}>
      <bdi>{visibleText(first)}</bdi>
      {others.length > 0 && ` and ${others.length} more`}
    </span>
  );
}
