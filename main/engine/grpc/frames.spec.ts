import { expect, test } from 'vitest';
import { frameMessage, readFrames } from './frames.ts';

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, size: number): Promise<readonly string[]> {
  const messages: string[] = [];
  for await (const message of readFrames(cut(bytes, size))) messages.push(message.toString());
  return messages;
}

test.each([1, 4, 5, 6, 13, 1_000])('reads messages that come in pieces of %i bytes', async (size) => {
  const sent = ['tide', '', 'ebb and flow', 'x'.repeat(300)];
  const bytes = Buffer.concat(sent.map((message) => frameMessage(Buffer.from(message))));
  expect(await read(bytes, size)).toEqual(sent);
});

test('refuses what it cannot read', async () => {
  const whole = frameMessage(Buffer.from('tide'));
  await expect(read(whole.subarray(0, 7), 3)).rejects.toThrow('midst of a message');
  await expect(read(whole.subarray(0, 3), 3)).rejects.toThrow('midst of a message');
  await expect(read(Buffer.from([1, 0, 0, 0, 0]), 5)).rejects.toThrow('compressed');
  await expect(read(Buffer.from([0, 255, 0, 0, 0]), 5)).rejects.toThrow('too long');
});
