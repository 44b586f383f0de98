import type { ReactNode } from 'react';

/** Most names that are listed: the rest is counted. */
const mostNames = 200;

/** One of the things that a dialog is about. */
interface Named {
  readonly key: string;
  /** An {@link Untrusted} where the engine said it. */
  readonly name: ReactNode;
  readonly aside?: ReactNode;
}

interface NameListProps {
  /** What they are, for whoever cannot see them. */
  readonly label: string;
  readonly names: readonly Named[];
}

/** The names of what something is to be done to, in a dialog that asks first. */
export function NameList({ label, names }: NameListProps) {
  const more = names.length - mostNames;
  return (
    <ul className="name-list" aria-label={label}>
      {names.slice(0, mostNames).map(({ key, name, aside }) => (
        <li key={key}>
          {name}
          {aside !== undefined && <span className="quiet">{aside}</span>}
        </li>
      ))}
      {more > 0 && <li className="quiet">and {more} more</li>}
    </ul>
  );
}
