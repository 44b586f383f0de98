import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

interface BesideProps {
  /** Where it is put; null before that is there. */
  readonly bar: HTMLElement | null;
  readonly children: ReactNode;
}

/** Puts the buttons of what is shown beside the path, which stays when something else is shown. */
export function Beside({ bar, children }: BesideProps) {
  return bar === null ? null : createPortal(children, bar);
}
