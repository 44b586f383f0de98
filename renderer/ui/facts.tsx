import type { ReactNode } from 'react';

/** One line of a list of facts. */
export interface Fact {
  readonly name: string;
  /** Nothing (null, false or an empty text): the line is left out. */
  readonly value: ReactNode;
}

interface FactsProps {
  readonly title: string;
  readonly facts: readonly Fact[];
  /** A button beside the title; with one it is there without any facts, too. */
  readonly action?: ReactNode;
}

/** Facts under a heading, each with its name before it; without any it is not there. */
export function Facts({ title, facts, action }: FactsProps) {
  const shown = facts.filter(
    ({ value }) => value !== null && value !== false && value !== '' && value !== undefined,
  );
  if (shown.length === 0 && action === undefined) return null;
  return (
    <section className="fact-list">
      <div className="fact-head">
        <h2>{title}</h2>
        {action}
      </div>
      <dl>
        {shown.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
