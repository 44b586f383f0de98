import { expect, test } from 'vitest';
import { longestLogLine } from '../../contract/engine/logs.ts';
import { LineAssembler } from './line-assembler.ts';
import { createLogParser, type LogEncoding } from './log-parser.ts';

const at = (milliseconds: number) =>
  `2026-01-02T03:04:05.${String(milliseconds * 1_000_000).padStart(9, '0')}Z `;

/** A piece of a line as the engine frames it. */
function frame(text: string | Buffer, stream = 1): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

function read(encoding: LogEncoding, bytes: Buffer, chunk = bytes.length) {
  const lines = new LineAssembler(encoding, undefined, longestLogLine);
  const parser = createLogParser(encoding, lines.hear);
  for (let start = 0; start < bytes.length; start += chunk) parser.push(bytes.subarray(start, start + chunk));
  const block = lines.take();
  return {
    texts: block?.bytes.toString('utf8').split('\n').slice(0, -1) ?? [],
    times: block?.times ?? [],
    errors: block?.errors ?? [],
    cuts: [...(block?.cuts ?? [])],
    position: lines.position(),
  };
}

const framed = Buffer.concat([
  frame(`${at(1)}one\n`),
  frame(`${at(2)}wrong\n`, 2),
  frame(`${at(3)}\n`),
  frame(`${at(4)}tür ☃\n`),
]);

test.each([framed.length, 1, 7])('takes frames apart, in chunks of %i bytes', (chunk) => {
  const { texts, errors, times } = read('frames', framed, chunk);
  expect(texts).toEqual(['one', 'wrong', '', 'tür ☃']);
  expect(errors).toEqual([0, 1, 0, 0]);
  expect(times[0]).toBeCloseTo(Date.UTC(2026, 0, 2, 3, 4, 5, 1), 3);
});

test.each([1_000_000, 1, 13])('reads a terminal’s log, in chunks of %i bytes', (chunk) => {
  const bytes = Buffer.from(`${at(1)}one\r\n${at(2)}\r\n${at(3)}three\n`);
  expect(read('raw', bytes, chunk).texts).toEqual(['one', '', 'three']);
});

test('puts a line together that the engine keeps in pieces, those of the other stream between them', () => {
  const bytes = Buffer.concat([
    frame(`${at(1)}first `),
    frame(`${at(2)}wrong\n`, 2),
    frame(`${at(1)}half\n`),
  ]);
  const { texts, times } = read('frames', bytes);
  expect(texts).toEqual(['wrong', 'first half']);
  expect(times[1]).toBeLessThan(times[0] ?? 0);
});

test.each([40_000, 16_384, 32_768])('puts a terminal’s line of %i bytes together', (length) => {
  let bytes = '';
  const line = 'x'.repeat(length);
  for (let start = 0; start < length; start += 16_384) bytes += at(1) + line.slice(start, start + 16_384);
  const { texts, cuts } = read('raw', Buffer.from(`${bytes}\n${at(2)}next\n`), 1_000);
  expect(texts).toEqual([line.slice(0, longestLogLine), 'next']);
  expect(cuts).toEqual(length > longestLogLine ? [[0, length - longestLogLine]] : []);
});

test('cuts a line of a megabyte between two characters, and says how much is missing', () => {
  const pieces = Array.from({ length: 64 }, (_, index) =>
    frame(`${at(1)}${index === 0 ? 'x' : ''}${'é'.repeat(8_190)}${index === 63 ? '\n' : ''}`),
  );
  const { texts, cuts } = read('frames', Buffer.concat(pieces));
  expect(texts).toHaveLength(1);
  expect(texts[0]).not.toContain('\ufffd');
  const [[line, leftOut] = []] = cuts;
  expect(line).toBe(0);
  expect(Buffer.byteLength(texts[0] ?? '') + (leftOut ?? 0)).toBe(1 + 64 * 8_190 * 2);
});

test('hands bytes that are no text on as they are', () => {
  const bytes = frame(
    Buffer.concat([Buffer.from(at(1)), Buffer.from([0xff, 0xfe, 0x41]), Buffer.from('\n')]),
  );
  expect(read('frames', bytes).texts).toEqual(['\ufffd\ufffdA']);
});

test('keeps a word of the engine itself, which has no stamp', () => {
  const bytes = Buffer.concat([frame(`${at(1)}one\n`), frame('Error grabbing logs: it is broken\n', 3)]);
  const { texts, errors } = read('frames', bytes);
  expect(texts).toEqual(['one', 'Error grabbing logs: it is broken']);
  expect(errors).toEqual([0, 1]);
});

test('refuses what is not a log', () => {
  expect(() => read('frames', Buffer.from('HTTP/1.1 200 OK, and so on'))).toThrow('something else');
});

test('counts the lines since the newest stamp, of which an older one may come later', () => {
  const bytes = Buffer.concat([frame(`${at(1)}a\n`), frame(`${at(5)}b\n`), frame(`${at(4)}c\n`, 2)]);
  expect(read('frames', bytes).position).toMatchObject({ stamp: { nanoseconds: 5_000_000 }, lines: 2 });
});

test('reads stamps of one second after those of another, and takes a piece that is too short to have one as text', () => {
  const stamped = (time: string, text: string) => frame(`2026-01-02T03:04:${time}Z ${text}`);
  const bytes = Buffer.concat([
    stamped('05.000000001', 'a\n'),
    stamped('05.000000002', 'b\n'),
    stamped('06.000000000', 'c\n'),
    stamped('05.999999999', 'd\n'),
    frame('no stamp\n'),
    stamped('07.000000000', 'e\n'),
  ]);
  const { texts, times } = read('frames', bytes);
  expect(texts).toEqual(['a', 'b', 'c', 'd', 'no stamp', 'e']);
  const second = Date.UTC(2026, 0, 2, 3, 4, 5);
  const expected = [0, 0, 1_000, 999.999999, 999.999999, 2_000];
  for (const [line, after] of expected.entries()) expect((times[line] ?? 0) - second).toBeCloseTo(after, 2);
});
