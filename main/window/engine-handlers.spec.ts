import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadEngines } from '../endpoints/engines-store.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { engineListHandlers, workOnEngine } from './engine-handlers.ts';

let paths: HomePaths;
let followed: number;

const options = (mayLeave: () => void = () => undefined) => ({
  ...{ paths, mayLeave, present: () => ({ name: 'slipway', endpoint: '' }) },
  async follow() {
    followed += 1;
  },
});

beforeEach(async () => {
  followed = 0;
  paths = homePaths(await mkdtemp(join(tmpdir(), 'slipway-engine-handlers-')));
  const engines = [
    { name: 'harbour', endpoint: 'unix:///run/harbour.sock', tls: null },
    { name: 'plain', endpoint: 'tcp://plain.example:2375', tls: null },
  ];
  await writeFile(paths.engines, JSON.stringify({ engines, chosen: 'slipway' }));
});

afterEach(async () => {
  await rm(paths.home, { recursive: true, force: true });
});

it('chooses an engine, and turns to it', async () => {
  await workOnEngine(options(), 'harbour');
  expect({ followed, chosen: (await loadEngines(paths)).chosen }).toEqual({ followed: 1, chosen: 'harbour' });
});

it('leaves the choice as it is for an engine that cannot be used, and where something would be lost', async () => {
  await expect(workOnEngine(options(), 'plain')).rejects.toMatchObject({ code: 'invalid-argument' });
  const unsaved = () => {
    throw new Error('a file is not saved');
  };
  await expect(workOnEngine(options(unsaved), 'harbour')).rejects.toThrow('a file is not saved');
  expect({ followed, chosen: (await loadEngines(paths)).chosen }).toEqual({ followed: 0, chosen: 'slipway' });
});

it('asks once for each address before a page turns to an engine, and never for Slipway’s own', async () => {
  const asked: string[] = [];
  let isWanted = false;
  const handlers = engineListHandlers({
    ...options(),
    files: { path: () => '' },
    async isWanted({ endpoint }) {
      asked.push(endpoint);
      return isWanted;
    },
  });
  const use = (name: string) => handlers['engines.use']({ name }, new AbortController().signal);
  await use('harbour');
  expect({ asked, followed }).toEqual({ asked: ['unix:///run/harbour.sock'], followed: 0 });
  expect((await loadEngines(paths)).chosen).toBe('slipway');
  isWanted = true;
  await use('harbour');
  await use('slipway');
  await use('harbour');
  expect(asked).toHaveLength(2);
  expect({ followed, chosen: (await loadEngines(paths)).chosen }).toEqual({ followed: 3, chosen: 'harbour' });
});
