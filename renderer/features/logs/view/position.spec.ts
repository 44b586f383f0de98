import { describe, expect, it } from 'vitest';
import { type Frame, type Position, settle, spanOf } from './position.ts';
import { highestSpacer, lineOfTop, spacerHeight, topOfLine } from './scroll-scale.ts';

/** Lays out what a position needs, each line as high as `heightOf` says, and settles. */
function layOut(position: Position, frame: Frame, heightOf: (place: number) => number, mayFollow = false) {
  const span = spanOf(position, frame);
  const topOf = (place: number) => {
    let top = 0;
    for (let line = span.from; line < place; line += 1) top += heightOf(line);
    return top;
  };
  const settled = settle(position, { span, frame, topOf }, mayFollow);
  return { span, ...settled, filled: topOf(span.to) - settled.shift };
}

const frame: Frame = { first: 0, end: 1_000, view: 100, lowest: 10 };
const even = () => 10;
/** Wrapped lines: every third is long. */
const uneven = (place: number) => (place % 3 === 0 ? 50 : 10);

describe('a place in a log', () => {
  it('fills the view wherever it is', () => {
    for (const heightOf of [even, uneven])
      for (const place of [0, 1, 500, 989, 995, 999])
        for (const offset of [-2_000, -100, -15, 0, 15, 100, 2_000]) {
          const { filled, shift, span } = layOut({ kind: 'line', place, offset }, frame, heightOf);
          expect(filled, `${place} ${offset}`).toBeGreaterThanOrEqual(100);
          expect(shift).toBeGreaterThanOrEqual(0);
          expect(span.to - span.from).toBeLessThan(230);
        }
  });

  it('moves by as many pixels as one scrolls, over lines of any height', () => {
    let position: Extract<Position, { kind: 'line' }> = { kind: 'line', place: 300, offset: 0 };
    for (const delta of [7, 45, 100, -3, -149]) {
      position = { ...position, offset: position.offset + delta };
      const settled: Position = layOut(position, frame, uneven).position;
      if (settled.kind !== 'line') throw new Error('It has left its place.');
      position = settled;
      expect(position.offset).toBeLessThan(uneven(position.place));
      expect(position.offset).toBeGreaterThanOrEqual(0);
    }
    expect(position).toEqual({ kind: 'line', place: 300, offset: 0 });
  });

  it('stays while lines come behind it, and while some before it go', () => {
    const position: Position = { kind: 'line', place: 500, offset: 4 };
    const before = layOut(position, frame, uneven);
    const after = layOut(before.position, { ...frame, first: 400, end: 5_000 }, uneven);
    expect(after.position).toEqual(position);
  });

  it('is the first line once its own has gone', () => {
    const { position } = layOut({ kind: 'line', place: 10, offset: 0 }, { ...frame, first: 400 }, even);
    expect(position).toEqual({ kind: 'line', place: 400, offset: 0 });
  });

  it('becomes the end for who scrolls there, and not for who is led there', () => {
    const position: Position = { kind: 'line', place: 989, offset: 12 };
    expect(layOut(position, frame, even, true).position).toEqual({ kind: 'end' });
    expect(layOut(position, frame, even).position).toEqual({ kind: 'line', place: 990, offset: 0 });
  });

  it('is the end where all is in view', () => {
    const few = { ...frame, end: 5 };
    expect(layOut({ kind: 'line', place: 3, offset: -50 }, few, even).position).toEqual({ kind: 'end' });
  });

  it('at the end shows the last line', () => {
    expect(layOut({ kind: 'end' }, frame, uneven).filled).toBe(100);
    expect(layOut({ kind: 'end' }, { ...frame, end: 3 }, even).shift).toBe(0);
    expect(layOut({ kind: 'end' }, { ...frame, end: 0 }, even).span).toEqual({ from: 0, to: 0 });
  });
});

describe('a scroll bar', () => {
  it('is exact as long as it can be', () => {
    const scale = { lines: 1_000, lineHeight: 18, view: 500 };
    expect(spacerHeight(scale)).toBe(18_000);
    expect(topOfLine(100, scale)).toBeCloseTo(1_800);
    expect(lineOfTop(1_800, scale)).toBeCloseTo(100);
  });

  it('leads from the first to the last of a million lines', () => {
    const scale = { lines: 1_000_000, lineHeight: 30, view: 500 };
    expect(spacerHeight(scale)).toBe(highestSpacer);
    expect(lineOfTop(0, scale)).toBe(0);
    expect(lineOfTop(highestSpacer - 500, scale)).toBeCloseTo(1_000_000 - 500 / 30);
    expect(lineOfTop(topOfLine(654_321, scale), scale)).toBeCloseTo(654_321);
  });

  it('stays at the beginning where there is nothing to scroll', () => {
    const scale = { lines: 3, lineHeight: 18, view: 500 };
    expect(topOfLine(2, scale)).toBe(0);
    expect(lineOfTop(0, scale)).toBe(0);
  });
});
