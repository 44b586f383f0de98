import { expect, it } from 'vitest';
import { lineEndOf } from './line-ends.ts';

it.each([
  ['', '\n'],
  ['one', '\n'],
  ['one\ntwo\n', '\n'],
  ['one\r\n\r\ntwo', '\r\n'],
  ['one\rtwo\r', '\r'],
  ['one\r\ntwo\n', null],
  ['one\ntwo\rthree', null],
])('tells what ends the lines of %j', (text, end) => {
  expect(lineEndOf(text)).toBe(end);
});
