import { expect, test } from 'vitest';
import { BlockBuilder } from './log-block.ts';

const text = (content: string) => {
  const bytes = Buffer.from(`[${content}]`);
  return { bytes, from: 1, to: bytes.length - 1 };
};

test('a block keeps what it has, whatever comes into those after it', () => {
  const builder = new BlockBuilder();
  const blocks = Array.from({ length: 2_000 }, (_, index) => {
    // Lines from nothing to many times the room that is taken at once, which cross its end at every place.
    for (const length of [index % 7, (index * 37) % 300, index % 500 === 0 ? 100_000 : 1])
      builder.add(text(String(index % 10).repeat(length)), index, false, 0);
    return builder.take();
  });
  expect(builder.take()).toBeUndefined();
  for (const [index, block] of blocks.entries()) {
    const digit = String(index % 10);
    const lengths = [index % 7, (index * 37) % 300, index % 500 === 0 ? 100_000 : 1];
    expect(block?.bytes.toString('latin1') === lengths.map((n) => `${digit.repeat(n)}\n`).join('')).toBe(
      true,
    );
    expect(block?.ends.at(-1)).toBe(block?.bytes.length);
  }
});

test('a line may come from bytes that are written over afterwards', () => {
  const builder = new BlockBuilder();
  const lent = text('before');
  builder.add(lent, 1, false, 0);
  lent.bytes.fill('x');
  expect(builder.take()?.bytes.toString()).toBe('before\n');
});
