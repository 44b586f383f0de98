import { expect, it } from 'vitest';
import { formatTable } from './format-table.ts';

it('puts cells below each other, and nothing at the end of a line', () => {
  expect(
    formatTable([
      ['a', 'long', 'x'],
      ['abc', '', 'yz'],
      ['ab', 'e', ''],
    ]),
  ).toEqual(['a    long  x', 'abc        yz', 'ab   e']);
});

it('puts numbers so that they end below each other, and takes rows of fewer cells', () => {
  expect(formatTable([['a', '9 MB', 'x'], ['b', '120 MB'], ['c']], [1])).toEqual([
    'a    9 MB  x',
    'b  120 MB',
    'c',
  ]);
});

it('makes nothing of nothing', () => expect(formatTable([])).toEqual([]));
