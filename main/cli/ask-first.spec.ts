import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { agrees } from './ask-first.ts';

it.each([
  ['y\n', true],
  ['Yes\n', true],
  ['n\n', false],
  ['\n', false],
  // Ctrl-C, and Ctrl-D.
  ['\u0003', false],
  ['\u0004', false],
])('takes %j for %s', async (typed, agreed) => {
  const input = new PassThrough();
  const answer = agrees('Do it? [y/N] ', input, Object.assign(new PassThrough().resume(), { isTTY: true }));
  input.write(typed);
  expect(await answer).toBe(agreed);
});

it('takes the end of the input for a no', async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  const answer = agrees('Do it? [y/N] ', input, output);
  input.end();
  expect(await answer).toBe(false);
  expect(String(output.read())).toBe('Do it? [y/N] \n');
});
