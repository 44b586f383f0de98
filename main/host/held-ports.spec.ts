import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PublishedPort } from '../contract/ports.ts';
import { readHeldPorts, writeHeldPorts } from './held-ports.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'held-'));
  path = join(folder, 'ports.json');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const held = {
  protocol: 'udp',
  address: '::1',
  port: 53,
  containerPort: 5353,
  container: { id: 'a1', name: 'names' },
  service: null,
} as const;
const state = { isReachableFromLan: false, connections: 3, problem: null, holder: null };
const port: PublishedPort = { ...held, ...state };

it('keeps what a host needs that finds the VM asleep', async () => {
  await writeHeldPorts(path, [port]);
  expect(await readHeldPorts(path)).toEqual([held]);
});

it('keeps whose a port of a service is, and reads what was written before there were any', async () => {
  const ofService = { ...held, container: null, service: { id: 's1', name: 'site' } };
  await writeHeldPorts(path, [{ ...port, ...ofService }]);
  expect(await readHeldPorts(path)).toEqual([ofService]);
  const { service: _, ...older } = held;
  await writeFile(path, JSON.stringify([older]));
  expect(await readHeldPorts(path)).toEqual([held]);
});

it('leaves no file when nothing is published', async () => {
  await writeHeldPorts(path, [port]);
  await writeHeldPorts(path, []);
  expect(await readdir(folder)).toEqual([]);
  expect(await readHeldPorts(path)).toEqual([]);
});

it.each(['', '{', '[{"port":"80"}]', JSON.stringify([{ ...held, address: '/etc/passwd' }])])(
  'takes a file with %j for none',
  async (content) => {
    await writeFile(path, content);
    expect(await readHeldPorts(path)).toEqual([]);
  },
);
