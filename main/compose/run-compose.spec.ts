import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComposeTask } from '../contract/compose.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { rememberProject, type StoredProject } from './projects-store.ts';
import { nameFor } from './run-compose.ts';

let folder: string;
let paths: HomePaths;
let shop: StoredProject;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-compose-'));
  paths = homePaths(join(folder, 'home'));
  shop = { name: 'shop', files: [join(folder, 'compose.yaml')], folder, profiles: [] };
  await writeFile(join(folder, 'compose.yaml'), 'services: {}\n');
  await rememberProject(paths, shop);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const up: ComposeTask = { verb: 'up', services: [], build: false };
const stop: ComposeTask = { verb: 'stop', services: [] };

describe('what a project is called for a task', () => {
  it('is its files where they are there', async () => {
    expect(await nameFor(paths, 'shop', stop)).toEqual(shop);
    expect(await nameFor(paths, 'shop', up)).toEqual(shop);
  });

  it('is its name alone where they are not, so that it can be ended all the same', async () => {
    await rm(join(folder, 'compose.yaml'));
    expect(await nameFor(paths, 'shop', stop)).toEqual({ name: 'shop' });
    await expect(nameFor(paths, 'shop', up)).rejects.toThrow(/compose\.yaml is not there/);
    expect(await nameFor(paths, 'other', stop)).toEqual({ name: 'other' });
    await expect(nameFor(paths, 'other', up)).rejects.toThrow(/files of other are not known/);
  });
});
