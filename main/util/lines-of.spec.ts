import { expect, it } from 'vitest';
import { linesOf } from './lines-of.ts';

async function read(...pieces: string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const stream = (async function* () {
    yield* pieces;
  })();
  for await (const line of linesOf(stream)) lines.push(line);
  return lines;
}

it('gives each line that has ended, wherever the pieces part', async () => {
  expect(await read('one\ntwo\n')).toEqual(['one', 'two']);
  expect(await read('o', 'n', 'e\nt', 'wo', '\n')).toEqual(['one', 'two']);
  expect(await read('one\n', '\n', 'two')).toEqual(['one', '']);
  expect(await read()).toEqual([]);
});

it('looks through each piece once, however long a line is', async () => {
  // What joined the pieces anew with each of them would copy 50 GB here.
  const piece = 'x'.repeat(10_000);
  const [line] = await read(...Array.from({ length: 3_000 }, () => piece), '\n');
  expect(line).toHaveLength(30_000_000);
}, 5_000);
