import { expect, it } from 'vitest';
import { lineEndOf, lineEndOfDraft } from './line-ends.ts';

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

it.each([
  ['one\ntwo', 'one\r\ntwo\n', '\n'],
  ['one\ntwo', 'one\r\ntwo\r\n', '\n'],
  ['one', 'one\r\ntwo\r\n', '\r\n'],
  ['one', 'one\r\ntwo\n', '\n'],
])('tells what ends the lines of the draft %j where the file is %j', (draft, file, end) => {
  expect(lineEndOfDraft(draft, file)).toBe(end);
});
