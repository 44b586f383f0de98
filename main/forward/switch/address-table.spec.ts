import { expect, it } from 'vitest';
import { createAddressTable } from './address-table.ts';

it('knows where an address was heard last', () => {
  const table = createAddressTable<string>(8);
  table.learn('a', 'one');
  expect(table.find('a')).toBe('one');
  table.learn('a', 'two');
  expect(table.find('a')).toBe('two');
  expect(table.find('b')).toBeUndefined();
});

it('forgets a port with all its addresses, and no others', () => {
  const table = createAddressTable<string>(8);
  table.learn('a', 'one');
  table.learn('b', 'one');
  table.learn('c', 'two');
  table.forget('one');
  expect(['a', 'b', 'c'].map(table.find)).toEqual([undefined, undefined, 'two']);
});

it('holds no more than it may, whatever is claimed', () => {
  const table = createAddressTable<string>(3);
  for (const address of ['a', 'b', 'c', 'd']) table.learn(address, 'one');
  expect(['a', 'b', 'c', 'd'].map(table.find)).toEqual([undefined, 'one', 'one', 'one']);
});
