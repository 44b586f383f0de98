import { expect, test } from 'vitest';
import { reportWork } from './report-work.ts';

const never = new AbortController().signal;

test('tells the latest word, then what it came to', async () => {
  const pieces: number[] = [];
  const work = reportWork<number>(never, async (tell) => {
    for (let step = 1; step <= 50; step += 1) tell(step);
    return 100;
  });
  for await (const piece of work) pieces.push(piece);
  expect(pieces.at(-1)).toBe(100);
  expect(pieces.length).toBeLessThanOrEqual(2);
});

test('rejects as the work does', async () => {
  const work = reportWork<number>(never, async () => {
    throw new Error('no');
  });
  await expect(work.next()).rejects.toThrow('no');
});

test('ends the work of whoever stops reading, and waits for it', async () => {
  let cleaned = false;
  const work = reportWork<number>(never, async (tell, signal) => {
    tell(1);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    cleaned = true;
    throw signal.reason;
  });
  for await (const piece of work) {
    expect(piece).toBe(1);
    break;
  }
  expect(cleaned).toBe(true);
});
