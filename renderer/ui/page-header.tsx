import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Untrusted } from './untrusted.tsx';

interface PageHeaderProps {
  /** The view that it belongs to, and how to go there. */
  readonly parent: string;
  readonly onParent: () => void;
  /** Untrusted: the object's name. */
  readonly title: string;
  /** Stands before the name, such as the dot of its state. */
  readonly mark?: ReactNode;
  /** Said quietly beside the name; a text is untrusted. */
  readonly note?: ReactNode;
  readonly children?: ReactNode;
}

/** The bar over the page of one object: where it belongs, which it is, and what can be done to it. */
export function PageHeader({ parent, onParent, title, mark, note, children }: PageHeaderProps) {
  return (
    <header className="view-header page-header">
      <button type="button" className="page-parent" onClick={onParent}>
        {parent}
      </button>
      <ChevronRight size={13} aria-hidden className="page-chevron" />
      {mark}
      <h1>
        <Untrusted text={title} />
      </h1>
      {typeof note === 'string' && note !== '' && <Untrusted className="view-note" text={note} />}
      {typeof note !== 'string' && note !== undefined && <div className="view-note">{note}</div>}
      <div className="view-actions">{children}</div>
    </header>
  );
}
