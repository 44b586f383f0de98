import { create } from 'zustand';
import type { TerminalTarget } from '../../main/contract/terminal.ts';
import { show } from './view-store.ts';

/** A tab of the terminal view. */
export interface TerminalTab {
  readonly key: string;
  readonly target: TerminalTarget;
  /** Untrusted: a container's name. */
  readonly title: string;
}

interface TerminalsStore {
  readonly tabs: readonly TerminalTab[];
  readonly active: string | null;
}

/** The open terminals, in the order of their tabs. */
export const useTerminals = create<TerminalsStore>(() => ({ tabs: [], active: null }));

let nextKey = 1;

/** Opens a terminal in a tab of its own, and shows it. */
export function openTerminal(target: TerminalTarget, title: string): void {
  const key = `terminal-${nextKey}`;
  nextKey += 1;
  useTerminals.setState(({ tabs }) => ({ tabs: [...tabs, { key, target, title }], active: key }));
  show('terminal');
}

/** Shows a tab. */
export function activateTerminal(key: string): void {
  useTerminals.setState({ active: key });
}

/** Closes a tab; its neighbour is shown. Its shell ends with the tab. */
export function closeTerminal(key: string): void {
  useTerminals.setState(({ tabs, active }) => {
    const index = tabs.findIndex((tab) => tab.key === key);
    const left = tabs.filter((tab) => tab.key !== key);
    const neighbour = left[Math.min(Math.max(0, index), left.length - 1)];
    return { tabs: left, active: active === key ? (neighbour?.key ?? null) : active };
  });
}
