import { expect, test } from 'vitest';
import { LinesBuilder } from './lines-builder.ts';
import { BlockBuilder } from './log-block.ts';

test('a piece for the page holds nothing but its own bytes', () => {
  const [secret, one] = [Buffer.from('secret of another log'), Buffer.from('one')];
  const builder = new BlockBuilder();
  builder.add({ bytes: secret, from: 0, to: secret.length }, 1, false, 0);
  builder.take();
  builder.add({ bytes: one, from: 0, to: one.length }, 2, false, 0);
  const lines = new LinesBuilder(() => undefined);
  const block = builder.take();
  if (block !== undefined) lines.add(0, block);
  const piece = lines.take();
  expect(Buffer.from(piece?.bytes ?? []).toString()).toBe('one\n');
  expect(piece?.bytes.buffer.byteLength).toBe(4);
});
