import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../home/paths.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { followMirrors } from './mirrors.ts';

let folder: string;
let paths: HomePaths;
/** What the guest was told. */
let asked: (readonly string[])[];
/** Whether the guest's engine is away, so that it refuses. */
let isAway: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-mirrors-'));
  paths = homePaths(folder);
  asked = [];
  isAway = false;
});
afterEach(() => rm(folder, { recursive: true }));

function follow() {
  const machine = {
    control: {
      async ask(words: readonly string[]) {
        asked.push(words);
        if (isAway) throw new Error('there is no dockerd to be told');
      },
    },
    record: { process: { pid: 7 } },
  };
  const supervisor = { view: () => ({ state: { kind: 'running' } }), present: () => machine };
  return followMirrors({
    paths,
    supervisor: () => supervisor as unknown as Pick<Supervisor, 'present' | 'view'>,
    now: () => 0,
    log: () => undefined,
  });
}

it('tells the engine what the settings say', async () => {
  const mirrors = follow();
  await mirrors.look();
  await writeFile(
    paths.settings,
    JSON.stringify({ 'images.mirrors': 'https://a.example/, https://b.example' }),
  );
  await mirrors.look();
  expect(asked).toEqual([
    ['mirrors', '-'],
    ['mirrors', 'https://a.example,https://b.example'],
  ]);
});

it('tells it again what it knew before another word that it did not take, and that word as soon as it is wanted again', async () => {
  const mirrors = follow();
  const want = async (mirror: string) => {
    await writeFile(paths.settings, JSON.stringify({ 'images.mirrors': mirror }));
    await mirrors.look();
  };
  await want('https://a.example');
  isAway = true;
  await want('https://b.example');
  isAway = false;
  await want('https://a.example');
  await want('https://b.example');
  expect(asked.map(([, mirror]) => mirror)).toEqual([
    'https://a.example',
    'https://b.example',
    'https://a.example',
    'https://b.example',
  ]);
});
