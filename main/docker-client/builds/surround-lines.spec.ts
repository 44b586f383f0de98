import { expect, test } from 'vitest';
import { printedLines, surroundLines } from './surround-lines.ts';

const text = Array.from({ length: 9 }, (_, index) => `line ${index + 1}`).join('\n');
const shown = (...meant: readonly (readonly [number, number])[]) =>
  surroundLines(
    'Dockerfile',
    text,
    meant.map(([from, to]) => ({ from, to })),
  )?.lines.map(({ number, isMeant }) => (isMeant ? `>${number}` : String(number)));

test('shows the lines that are meant among their neighbours', () => {
  expect(shown([5, 5])).toEqual(['3', '4', '>5', '6', '7']);
  expect(shown([4, 5])).toEqual(['3', '>4', '>5', '6']);
  expect(shown([1, 1])).toEqual(['>1', '2', '3']);
  expect(shown([9, 9])).toEqual(['7', '8', '>9']);
  expect(shown([2, 2], [4, 4])).toEqual(['1', '>2', '3', '>4', '5']);
});

test('shows none where there are none, and not more than can be looked at', () => {
  expect(shown()).toBeUndefined();
  expect(shown([0, 0])).toBeUndefined();
  expect(shown([10, 12])).toBeUndefined();
  expect(shown([8, 2_000_000_000])).toEqual(['7', '>8', '>9']);
  const long = surroundLines('f'.repeat(2_000), `${'x'.repeat(9_000)}\n`.repeat(900), [{ from: 2, to: 800 }]);
  expect(long?.lines).toHaveLength(100);
  expect(long?.lines[0]?.text).toHaveLength(2_000);
  expect(long?.file).toHaveLength(1_000);
});

test('prints them as BuildKit does', () => {
  const lines = surroundLines('Dockerfile', 'FROM quay\r\nRUN make\n', [{ from: 2, to: 2 }]);
  expect(lines && printedLines(lines)).toBe(
    [
      'Dockerfile:2',
      '--------------------',
      '   1 |     FROM quay',
      '   2 | >>> RUN make',
      '   3 |     ',
      '--------------------\n',
    ].join('\n'),
  );
});
