import { describe, expect, it } from 'vitest';
import { boundedLines } from './bounded-lines.ts';

function linesOf(pieces: readonly Uint8Array[], longest = 100): readonly string[] {
  const told: string[] = [];
  const lines = boundedLines(longest, (line) => told.push(line));
  for (const piece of pieces) lines.push(piece);
  lines.end();
  return told;
}

const bytes = (text: string) => Buffer.from(text);

describe('lines of bounded length', () => {
  it('are told once each has ended, over the edges of pieces', () => {
    expect(linesOf([bytes('a\nb'), bytes('c\r\n\n'), bytes('d')])).toEqual(['a', 'bc', '', 'd']);
    expect(linesOf([bytes('a\n')])).toEqual(['a']);
    expect(linesOf([])).toEqual([]);
  });

  it('keep letters whole that were cut between two pieces', () => {
    const whole = bytes('häfen\n');
    expect(linesOf([whole.subarray(0, 2), whole.subarray(2)])).toEqual(['häfen']);
  });

  it('are cut at their longest, and what follows is read on', () => {
    expect(linesOf([bytes('12345678'), bytes('90\nabc\n')], 4)).toEqual(['1234', 'abc']);
  });
});
