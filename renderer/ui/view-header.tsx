import type { ReactNode } from 'react';

interface ViewHeaderProps {
  readonly title: string;
  /** Said quietly beside the title. */
  readonly note?: string;
  readonly children?: ReactNode;
}

/** The bar over a view: what it is, and what can be done to all of it. */
export function ViewHeader({ title, note, children }: ViewHeaderProps) {
  return (
    <header className="view-header">
      <h1>{title}</h1>
      {note !== undefined && <span className="view-note">{note}</span>}
      <div className="view-actions">{children}</div>
    </header>
  );
}
