import { useEffect, useRef } from 'react';
import type { TerminalTarget } from '../../../main/contract/terminal.ts';
import { startTerminal, type TerminalSession } from './terminal-session.ts';

interface TerminalPaneProps {
  readonly target: TerminalTarget;
  readonly isShown: boolean;
}

/** One terminal. It lives as long as its tab, shown or not. */
export function TerminalPane({ target, isShown }: TerminalPaneProps) {
  const box = useRef<HTMLDivElement>(null);
  const session = useRef<TerminalSession | null>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const started = startTerminal(element, target);
    session.current = started;
    const observer = new ResizeObserver(() => started.fit());
    observer.observe(element);
    return () => {
      observer.disconnect();
      started.dispose();
      session.current = null;
    };
  }, [target]);
  useEffect(() => {
    if (!isShown) return;
    session.current?.fit();
    session.current?.focus();
  }, [isShown]);
  return <div className="terminal-box code" ref={box} />;
}
