import { expect, it } from 'vitest';
import { heldBytes } from './process-memory.ts';

it('tells what a process holds', async () => {
  const held = await heldBytes(process.pid);
  expect(held).toBeGreaterThan(10 * 1024 ** 2);
  expect(held).toBeLessThanOrEqual(process.memoryUsage.rss() * 1.5);
});

it('tells nothing of a process that is not there', async () => {
  expect(await heldBytes(2 ** 30)).toBeUndefined();
});
