import { expect, it } from 'vitest';
import { failureLines, plain, problemLines } from './failure-lines.ts';

it('says what failed and what to try, a line each', () => {
  const failure = { message: 'It is\nfull.', hint: 'Free\u001B[2J some.' };
  expect(problemLines(failure)).toEqual(['It is full.', '  try: Free\uFFFD[2J some.']);
  expect(failureLines(failure)).toEqual(['slipway: It is full.', '  try: Free\uFFFD[2J some.']);
});

it('has no line for what to try where there is nothing', () => {
  expect(problemLines({ message: 'No.', hint: '' })).toEqual(['No.']);
  expect(failureLines({ message: 'No.', hint: '' })).toEqual(['slipway: No.']);
});

it('is plain: one line that drives no terminal', () => {
  expect(plain('one\n  two\u001B]0;title\u0007\u009B2J')).toBe('one two\uFFFD]0;title\uFFFD\uFFFD2J');
});
