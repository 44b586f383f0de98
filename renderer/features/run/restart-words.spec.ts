import { expect, it } from 'vitest';
import { restartText } from './restart-words.ts';

it.each([
  ['no', 'Never'],
  ['always', 'Always'],
  ['on-failure:3', 'When it fails, at most 3 times'],
  ['sometimes', 'sometimes'],
])('says %s in words', (policy, words) => {
  expect(restartText(policy)).toBe(words);
});
