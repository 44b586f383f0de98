import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HomePaths, homePaths, nodePaths } from '../../home/paths.ts';
import {
  createNodeFolder,
  freeNumber,
  type NodeRecord,
  readNodeRecords,
  removeNodeFolder,
  sweepNodeFolders,
  writeNodeRecord,
} from './node-records.ts';

let paths: HomePaths;
const record = (name: string, number: number): NodeRecord => ({
  ...{ name, number, nodeId: null, createdAt: 1_767_225_600_000 },
});

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'nodes-')));
});
afterEach(() => rm(paths.home, { recursive: true, force: true }));

async function write(one: NodeRecord): Promise<void> {
  await mkdir(nodePaths(paths, one.name).home, { recursive: true });
  await writeNodeRecord(paths, one);
}

it('are read in the order of their numbers', async () => {
  expect(await readNodeRecords(paths)).toEqual({ records: [], unreadable: [] });
  await write(record('b', 2));
  await write(record('a', 3));
  await write({ ...record('a', 3), nodeId: 'n1' });
  expect(await readNodeRecords(paths)).toEqual({
    records: [record('b', 2), { ...record('a', 3), nodeId: 'n1' }],
    unreadable: [],
  });
});

it.each([
  ['that is damaged', '{"version":1,"name":"x"'],
  ['of another version', JSON.stringify({ version: 2, ...record('x', 2) })],
  ['of another name', JSON.stringify({ version: 1, ...record('y', 2) })],
  ['with a number that is none', JSON.stringify({ version: 1, ...record('x', 1) })],
])('one %s is told, and the others are read', async (_, content) => {
  await write(record('whole', 3));
  await write(record('x', 2));
  await writeFile(join(nodePaths(paths, 'x').home, 'node.json'), content);
  expect(await readNodeRecords(paths)).toEqual({ records: [record('whole', 3)], unreadable: ['x'] });
});

it('what is no name of one is none', async () => {
  for (const name of ['.trash', 'Upper', '-dash']) await mkdir(join(paths.nodes, name), { recursive: true });
  expect(await readNodeRecords(paths)).toEqual({ records: [], unreadable: [] });
});

it('a number is free again once its VM is gone', () => {
  expect(freeNumber([])).toBe(2);
  expect(freeNumber([2, 4])).toBe(3);
  expect(freeNumber(Array.from({ length: 253 }, (_, index) => index + 2))).toBeUndefined();
});

it('a folder has its record from the start, for its owner alone, and goes as a whole', async () => {
  await createNodeFolder(paths, record('x', 2));
  expect((await stat(nodePaths(paths, 'x').home)).mode & 0o777).toBe(0o700);
  expect(await readNodeRecords(paths)).toEqual({ records: [record('x', 2)], unreadable: [] });
  await expect(createNodeFolder(paths, record('x', 3))).rejects.toBeDefined();
  expect(await readdir(paths.nodes)).toEqual(['x']);
  expect((await readNodeRecords(paths)).records).toEqual([record('x', 2)]);
  await removeNodeFolder(paths, 'x');
  await removeNodeFolder(paths, 'x');
  expect(await readdir(paths.nodes)).toEqual([]);
});

it('what a killed host left of a folder on its way in or out is no VM, hinders none and is swept', async () => {
  await sweepNodeFolders(paths);
  await createNodeFolder(paths, record('whole', 2));
  for (const left of ['.x.new', '.x.removed', '.y.removed'])
    await mkdir(join(paths.nodes, left, 'disks'), { recursive: true });
  expect(await readNodeRecords(paths)).toEqual({ records: [record('whole', 2)], unreadable: [] });
  await createNodeFolder(paths, record('x', 3));
  await removeNodeFolder(paths, 'x');
  await sweepNodeFolders(paths);
  expect(await readdir(paths.nodes)).toEqual(['whole']);
});
