import { setTerminalState, type TerminalTab, useTerminals } from '../../state/terminals-store.ts';
import type { TerminalCommands } from './terminal-keys.ts';
import { startTerminal, type TerminalSession } from './terminal-session.ts';

/** Sessions by the keys of their tabs. They are no part of the page: a view that goes leaves them as they are. */
const sessions = new Map<string, TerminalSession>();

useTerminals.subscribe(({ tabs }) => {
  const keys = new Set(tabs.map(({ key }) => key));
  for (const [key, session] of sessions) {
    if (keys.has(key)) continue;
    sessions.delete(key);
    session.dispose();
  }
});

/** Shows a tab's terminal in a box: the one that it has, or one that is opened there. */
export function showSession(
  { key, target }: TerminalTab,
  box: HTMLElement,
  commands: TerminalCommands,
): TerminalSession {
  let session = sessions.get(key);
  if (session === undefined) {
    session = startTerminal(box, target, (state) => setTerminalState(key, state));
    sessions.set(key, session);
  }
  session.attach(box, commands);
  return session;
}

/** The session of a tab, once it was shown. */
export function sessionOf(key: string): TerminalSession | undefined {
  return sessions.get(key);
}
