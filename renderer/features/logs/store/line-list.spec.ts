import { expect, it } from 'vitest';
import { LineList } from './line-list.ts';

it('keeps the places of what is left', () => {
  const list = new LineList();
  for (let line = 0; line < 10_000; line += 1) {
    list.push(line * 3);
    if (line % 100 === 0) list.dropBefore((line - 500) * 3);
  }
  expect(list.end).toBe(10_000);
  expect(list.first).toBe(9_400);
  expect(list.at(9_399)).toBeUndefined();
  expect(list.at(9_400)).toBe(28_200);
  expect(list.at(9_999)).toBe(29_997);
  expect(list.at(10_000)).toBeUndefined();
});

it('finds the place of a line, or of the next', () => {
  const list = new LineList();
  for (const line of [2, 5, 9]) list.push(line);
  expect([0, 2, 3, 5, 9, 10].map((line) => list.placeOf(line))).toEqual([0, 0, 1, 1, 2, 3]);
});
