import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

interface NoMatchProps {
  /** `No file matches`. */
  readonly title: string;
  /** What the button says that shows everything again. */
  readonly action?: string;
  readonly onClear: () => void;
  /** What would have matched. */
  readonly children?: ReactNode;
}

/** In place of a list of which the filter has left nothing. */
export function NoMatch({ title, action = 'Clear filter', onClear, children }: NoMatchProps) {
  return (
    <EmptyState icon={SearchX} title={title} actions={<Button onPress={onClear}>{action}</Button>}>
      {children}
    </EmptyState>
  );
}
