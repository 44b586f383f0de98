import { beforeEach, expect, it } from 'vitest';
import {
  addTerminal,
  closeTerminal,
  setTerminalState,
  tabTitles,
  terminalsOf,
  useTerminals,
} from './terminals-store.ts';

beforeEach(() => useTerminals.setState({ tabs: [], active: null }));

const keys = () => useTerminals.getState().tabs.map(({ key }) => key);

it('numbers tabs that would be called the same, and marks debug shells', () => {
  addTerminal({ kind: 'container', id: 'w' }, 'web');
  addTerminal({ kind: 'container', id: 'w' }, 'web');
  addTerminal({ kind: 'debug', id: 'w' }, 'web');
  addTerminal({ kind: 'guest' }, 'Virtual machine');
  const { tabs } = useTerminals.getState();
  expect(tabTitles(tabs)).toEqual(['web', 'web 2', 'web (debug)', 'Virtual machine']);
  expect(terminalsOf(tabs, 'w')).toHaveLength(3);
  expect(terminalsOf(tabs, 'other')).toEqual([]);
});

it('shows the neighbour of a tab that is closed', () => {
  for (const name of ['a', 'b', 'c']) addTerminal({ kind: 'container', id: name }, name);
  const [first, second, third] = keys();
  closeTerminal(third ?? '');
  expect(useTerminals.getState().active).toBe(second);
  useTerminals.setState({ active: first ?? null });
  closeTerminal(first ?? '');
  expect(useTerminals.getState().active).toBe(second);
});

it('does not bring back a tab that was closed while it was opened', () => {
  addTerminal({ kind: 'guest' }, 'Virtual machine');
  const [key = ''] = keys();
  closeTerminal(key);
  setTerminalState(key, { kind: 'open' });
  expect(keys()).toEqual([]);
});
