import { expect, test } from 'vitest';
import { keepOutput } from './keep-output.ts';

const bytes = (text: string) => Buffer.from(text);

test('tells each reader what it has not heard yet, whatever bytes are cut', () => {
  const output = keepOutput();
  const first = output.reader();
  expect(first()).toEqual([]);
  const word = bytes('höh');
  output.add('a', word.subarray(0, 2));
  expect(first()).toEqual([{ step: 'a', text: 'h', isCut: false }]);
  output.add('a', word.subarray(2));
  output.add('b', bytes('x'));
  expect(first()).toEqual([
    { step: 'a', text: 'öh', isCut: false },
    { step: 'b', text: 'x', isCut: false },
  ]);
  expect(first()).toEqual([]);
  expect(output.reader()()).toEqual([
    { step: 'a', text: 'höh', isCut: false },
    { step: 'b', text: 'x', isCut: false },
  ]);
});

test('keeps the end of what is too long, and says so to who has not read it', () => {
  const output = keepOutput();
  const [late, steady] = [output.reader(), output.reader()];
  output.add('a', bytes('begin'));
  steady();
  output.add('a', bytes('x'.repeat(300_000)));
  const [piece] = late();
  expect(piece?.isCut).toBe(true);
  expect(piece?.text).toBe('x'.repeat(262_144));
  expect(steady()[0]?.isCut).toBe(true);
  output.add('a', bytes('end'));
  expect(steady()).toEqual([{ step: 'a', text: 'end', isCut: false }]);
});

test('holds no more than there is room for, however many steps write', () => {
  const output = keepOutput();
  for (let step = 0; step < 60; step += 1) output.add(`s${step}`, bytes('y'.repeat(262_144)));
  const kept = output.reader()();
  expect(kept.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(4_194_304);
  expect(kept.at(-1)).toEqual({ step: 's59', text: 'y'.repeat(262_144), isCut: false });
  expect(kept[0]).toEqual({ step: 's0', text: '', isCut: true });
});
