import { useEffect, useRef, useState } from 'react';
import type { TerminalTab } from '../../state/terminals-store.ts';
import { FindBar } from './find-bar.tsx';
import { sessionOf, showSession } from './sessions.ts';
import { TerminalEnd } from './terminal-end.tsx';
import type { TerminalSession } from './terminal-session.ts';

interface TerminalPaneProps {
  readonly tab: TerminalTab;
  /** Whether it takes the keyboard when it is shown again; a new one does. */
  readonly takesFocus: boolean;
  /** Shows the terminal before (-1) or after (1) this one. */
  readonly onStep: (by: -1 | 1) => void;
  /** Gives the keyboard back to what is around the terminal. */
  readonly onLeave: () => void;
}

/** A terminal where it is shown. What is on it outlives this place, for as long as its tab is there. */
export function TerminalPane({ tab, takesFocus, onStep, onLeave }: TerminalPaneProps) {
  const box = useRef<HTMLDivElement>(null);
  const [session, setSession] = useState<TerminalSession | null>(null);
  const [finds, setFinds] = useState(false);
  const around = useRef({ onStep, onLeave });
  around.current = { onStep, onLeave };
  const first = useRef({ tab, takesFocus });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const isNew = sessionOf(first.current.tab.key) === undefined;
    const shown = showSession(first.current.tab, element, {
      find: () => setFinds(true),
      leave: () => around.current.onLeave(),
      step: (by) => around.current.onStep(by),
    });
    setSession(shown);
    if (isNew || first.current.takesFocus) shown.focus();
    const observer = new ResizeObserver(() => shown.fit());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div className="terminal-pane">
      <div className="terminal-box code" ref={box} />
      {finds && session !== null && (
        <FindBar
          search={session.search}
          onClose={() => {
            setFinds(false);
            session.focus();
          }}
        />
      )}
      <TerminalEnd tab={tab} onAgain={() => session?.restart()} />
    </div>
  );
}
