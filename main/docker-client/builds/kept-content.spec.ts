import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { message } from './fakes/message.ts';
import { joinContent, writeReadRequest } from './kept-content.ts';

const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const descriptor = { digest: digestOf('ebb and flow'), bytes: 12 };

async function* answer(pieces: readonly string[]) {
  for (const piece of pieces) yield message([1, 4], [2, piece]);
}

test('asks for all of what is named', () => {
  expect(Buffer.from(writeReadRequest(descriptor))).toEqual(Buffer.from(message([1, descriptor.digest])));
});

test('joins what comes in pieces', async () => {
  expect(String(await joinContent(answer(['ebb ', '', 'and flow']), descriptor))).toBe('ebb and flow');
});

test('asks for nothing that is said to be too long', async () => {
  let asked = 0;
  async function* pieces() {
    asked += 1;
    yield* answer(['ebb']);
  }
  const long = joinContent(pieces(), { ...descriptor, bytes: 9_000_000 });
  await expect(long).rejects.toThrow(
    new SyntaxError('it has 9000000 bytes, and no more than 8388608 are read'),
  );
  expect(asked).toBe(0);
});

test.each([
  ['is something else', ['ebb'], /^what came is another thing than sha256:/],
  ['is too long', Array.from({ length: 9 }, () => 'x'.repeat(1_000_000)), /^it has more than 8388608 bytes/],
])('reads nothing that %s', async (_, pieces, words) => {
  const joined = joinContent(answer(pieces), descriptor);
  await expect(joined).rejects.toThrow(SyntaxError);
  await expect(joined).rejects.toThrow(words);
});

test('reads nothing that is no such answer', async () => {
  async function* garbled() {
    yield Buffer.from('12ff', 'hex');
  }
  await expect(joinContent(garbled(), descriptor)).rejects.toThrow(SyntaxError);
});
