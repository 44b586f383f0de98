import type { ReactNode } from 'react';

interface ScrollAreaProps {
  /** What is in it, for who does not see. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** The part of a page that scrolls. The keyboard reaches it even if nothing in it takes the focus. */
export function ScrollArea({ label, className = '', children }: ScrollAreaProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <section className={`page-scroll ${className}`} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
