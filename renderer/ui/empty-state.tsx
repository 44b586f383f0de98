import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Spinner } from './spinner.tsx';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** `busy`: something is under way, which turns in place of the icon. `bad`: something has failed. */
  readonly tone?: 'plain' | 'busy' | 'bad';
  readonly children?: ReactNode;
  /** Buttons. */
  readonly actions?: ReactNode;
}

/** In place of a list that has nothing to show: why, and what can be done. */
export function EmptyState({ icon: Icon, title, tone = 'plain', children, actions }: EmptyStateProps) {
  return (
    <div className={`empty-state empty-state-${tone}`}>
      {tone === 'busy' ? <Spinner size={28} /> : <Icon size={28} strokeWidth={1.5} aria-hidden />}
      <h2>{title}</h2>
      {children !== undefined && <div className="empty-state-text">{children}</div>}
      {actions !== undefined && <div className="empty-state-actions">{actions}</div>}
    </div>
  );
}
