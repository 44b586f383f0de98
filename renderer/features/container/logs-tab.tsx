import { useMemo } from 'react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { LogPanel } from '../logs/view/log-panel.tsx';

interface LogsTabProps {
  readonly container: Container;
  /** It was removed while one looked at it. */
  readonly isGone: boolean;
}

/** What a container writes, and has written. */
export function LogsTab({ container: { id, name }, isGone }: LogsTabProps) {
  const scope = useMemo(() => ({ kind: 'container' as const, id }), [id]);
  return <LogPanel scope={scope} name={name} isGone={isGone} />;
}
