import { link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HomePaths, homePaths, nodePaths } from '../../home/paths.ts';
import { usedByNodes } from './used-by-nodes.ts';

let main: HomePaths;

beforeEach(async () => {
  main = homePaths(await mkdtemp(join(tmpdir(), 'used-')));
});
afterEach(() => rm(main.home, { recursive: true, force: true }));

async function write(path: string, bytes: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, Buffer.alloc(bytes, 1));
}

it('is nothing without any', async () => {
  expect(await usedByNodes(main)).toBe(0);
});

it('is what they hold, but for the template that is the main one’s, too', async () => {
  const { dataDisk, template } = nodePaths(main, 'a');
  await write(dataDisk, 1_000_000);
  const before = await usedByNodes(main);
  expect(before).toBeGreaterThanOrEqual(1_000_000);
  expect(before).toBeLessThan(1_100_000);
  await write(main.template.memory, 3_000_000);
  await mkdir(dirname(template.memory), { recursive: true });
  await link(main.template.memory, template.memory);
  expect(await usedByNodes(main)).toBeLessThan(1_100_000);
  // One of its own counts.
  await rm(main.template.memory);
  expect(await usedByNodes(main)).toBeGreaterThan(3_900_000);
});
