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

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-mirrors-'));
  paths = homePaths(folder);
  asked = [];
});
afterEach(() => rm(folder, { recursive: true }));

function follow() {
  const machine = {
    control: { ask: async (words: readonly string[]) => void asked.push(words) },
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
