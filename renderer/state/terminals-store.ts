import { create } from 'zustand';
import type { Failure } from '../../main/contract/errors.ts';
import type { TerminalTarget } from '../../main/contract/terminal.ts';
import { useEngine } from './engine-store.ts';
import { show } from './view-store.ts';

/** How it is with a terminal. */
export type TerminalState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open' }
  /** `code` is null when nobody knows it; `failure` when it was cut off. */
  | { readonly kind: 'ended'; readonly code: number | null; readonly failure?: Failure }
  /** It could not be opened. */
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A tab of the terminal view. */
export interface TerminalTab {
  readonly key: string;
  readonly target: TerminalTarget;
  /** Untrusted: the container's name, or what it was called last. */
  readonly name: string;
  readonly state: TerminalState;
}

interface TerminalsStore {
  readonly tabs: readonly TerminalTab[];
  readonly active: string | null;
}

/** The open terminals, in the order of their tabs. */
export const useTerminals = create<TerminalsStore>(() => ({ tabs: [], active: null }));

let nextKey = 1;

/** Opens a terminal in a tab of its own, where the terminals of its container are shown. */
export function addTerminal(target: TerminalTarget, name: string): void {
  const key = `terminal-${nextKey}`;
  nextKey += 1;
  const tab: TerminalTab = { key, target, name, state: { kind: 'opening' } };
  useTerminals.setState(({ tabs }) => ({ tabs: [...tabs, tab], active: key }));
}

/** Opens a terminal in a tab of its own, and shows it. */
export function openTerminal(target: TerminalTarget, name: string): void {
  addTerminal(target, name);
  show('terminal');
}

/** Shows a tab. */
export function activateTerminal(key: string): void {
  useTerminals.setState({ active: key });
}

/** Says how it is with a terminal now; one that was closed meanwhile stays closed. */
export function setTerminalState(key: string, state: TerminalState): void {
  useTerminals.setState(({ tabs }) => ({
    tabs: tabs.map((tab) => (tab.key === key ? { ...tab, state } : tab)),
  }));
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

/** The terminals of one container, debug shells beside it among them. */
export function terminalsOf(tabs: readonly TerminalTab[], container: string): readonly TerminalTab[] {
  return tabs.filter(({ target }) => target.kind !== 'guest' && target.id === container);
}

/** What is written on the tabs: the container's name, what else it is, and a number where several would be the same. */
export function tabTitles(tabs: readonly TerminalTab[]): readonly string[] {
  const seen = new Map<string, number>();
  return tabs.map(({ target, name }) => {
    const title = target.kind === 'debug' ? `${name} (debug)` : name;
    const count = (seen.get(title) ?? 0) + 1;
    seen.set(title, count);
    return count === 1 ? title : `${title} ${count}`;
  });
}

/** Calls the tabs as their containers are called, whatever name those are given later. Call once. */
export function followNames(): void {
  useEngine.subscribe(({ containers }) => {
    if (containers.kind !== 'loaded') return;
    const names = new Map(containers.items.map(({ id, name }) => [id, name]));
    const nameOf = ({ target, name }: TerminalTab) =>
      target.kind === 'guest' ? name : (names.get(target.id) ?? name);
    const { tabs } = useTerminals.getState();
    if (tabs.every((tab) => nameOf(tab) === tab.name)) return;
    useTerminals.setState({ tabs: tabs.map((tab) => ({ ...tab, name: nameOf(tab) })) });
  });
}
