import { expect, test } from 'vitest';
import { naturalOrder } from './natural-order.ts';

test('digits within a text count as a number', () => {
  const names = ['web-11', 'web-2', 'Web-1', 'db', 'web-10-b', 'web-10-a'];
  expect(names.toSorted(naturalOrder)).toEqual(['db', 'Web-1', 'web-2', 'web-10-a', 'web-10-b', 'web-11']);
});

test('numbers are by size, and what is said to come last does', () => {
  expect([10, 9, -1].toSorted(naturalOrder)).toEqual([-1, 9, 10]);
  expect(['\uffff', 'zz', 'ä'].toSorted(naturalOrder)).toEqual(['ä', 'zz', '\uffff']);
});
