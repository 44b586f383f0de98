import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BuildOrder } from './build-order.ts';
import { buildRecords } from './build-records.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-'));
  path = join(folder, 'state', 'builds.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const order: BuildOrder = {
  ...{
    folder: '/quay',
    dockerfile: '/quay/Dockerfile',
    target: '',
    arguments: [],
    platform: '',
    tags: ['a:1'],
  },
  ...{ isWithoutCache: false, isPulling: false },
  secrets: [
    { id: 'token', text: 'ebb-and-flow' },
    { id: 'key', file: '/home/maria/key.pem' },
  ],
};
const refuse = (message: string) => {
  throw new Error(message);
};

test('writes down what a build was made with, and of a secret no more than where it is', async () => {
  const records = buildRecords(path, refuse);
  records.add('default/default/a', order);
  records.add('default/default/b', { ...order, tags: ['b:1'], secrets: [] });
  records.add('default/default/a', { ...order, tags: ['a:2'] });
  const again = await buildRecords(path, refuse).all();
  const all = await records.all();
  expect([...all.keys()]).toEqual(['default/default/b', 'default/default/a']);
  expect(again.size).toBeLessThanOrEqual(all.size);
  expect(all.get('default/default/a')).toMatchObject({
    tags: ['a:2'],
    secrets: [
      { id: 'token', file: null },
      { id: 'key', file: '/home/maria/key.pem' },
    ],
  });
  expect(await readFile(path, 'utf8')).not.toContain('ebb');
  await records.remove('default/default/b');
  expect([...(await buildRecords(path, refuse).all()).keys()]).toEqual(['default/default/a']);
});

test('keeps the last hundred, and begins anew where the file is none of its own', async () => {
  const records = buildRecords(path, refuse);
  for (let count = 0; count < 103; count += 1) records.add(`r${count}`, order);
  const all = await records.all();
  expect([all.size, all.has('r2'), all.has('r3')]).toEqual([100, false, true]);
  await writeFile(path, '{"builds":[{"ref":3}]}');
  expect((await records.all()).size).toBe(0);
});

test('says what could not be written, and goes on', async () => {
  await writeFile(join(folder, 'state'), 'a file is in the way');
  const said: string[] = [];
  const records = buildRecords(path, (message) => said.push(message));
  records.add('a', order);
  await records.remove('a');
  expect(said[0]).toMatch(/could not be written down/);
});
