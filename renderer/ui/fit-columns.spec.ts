import { expect, it } from 'vitest';
import { fitColumns } from './fit-columns.ts';

const columns = [
  { id: 'name', width: 'minmax(140px, 3fr)' },
  { id: 'size', width: '74px', leaves: 2 },
  { id: 'created', width: '112px', leaves: 1 },
  { id: 'actions', width: '36px' },
];

function fitting(width: number, hasBoxes = false) {
  const fit = fitColumns(columns, width, hasBoxes);
  return { ids: fit.columns.map(({ id }) => id), neededWidth: fit.neededWidth };
}

it('keeps every column there is room for', () => {
  expect(fitting(420)).toEqual({ ids: ['name', 'size', 'created', 'actions'], neededWidth: 420 });
});

it('leaves out the first that may leave, and no more than it must', () => {
  expect(fitting(419)).toEqual({ ids: ['name', 'size', 'actions'], neededWidth: 294 });
});

it('counts the boxes of rows that can be chosen', () => {
  expect(fitting(420, true)).toEqual({ ids: ['name', 'size', 'actions'], neededWidth: 323 });
});

it('keeps the others where there is no room for them either', () => {
  expect(fitting(100)).toEqual({ ids: ['name', 'actions'], neededWidth: 206 });
});
