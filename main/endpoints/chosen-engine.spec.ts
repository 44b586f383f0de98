import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { engineSocket, type HomePaths, homePaths, loginSocket } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { openEngine } from './chosen-engine.ts';
import { addEngine } from './engines-store.ts';

/** Larger than any system gives. */
const nobody = 4_194_305;

let paths: HomePaths;

beforeEach(async () => {
  paths = homePaths(await mkdtemp('/tmp/slchosen-'));
  await prepareHome(paths);
});

afterEach(async () => {
  await rm(paths.home, { recursive: true, force: true });
});

it('removes the sockets of processes that were killed, and no other ones', async () => {
  const stale = [engineSocket(paths, nobody), loginSocket(paths, nobody, 1)];
  const kept = [loginSocket(paths, process.pid, 1), join(paths.run, 'ssh-agent.sock')];
  for (const path of [...stale, `${loginSocket(paths, nobody, 2)}.VxyXj1k9aNvQbWde`, ...kept])
    await writeFile(path, '');
  await addEngine(paths, { name: 'harbour', endpoint: 'unix:///nowhere/docker.sock', tls: null });
  const other = await openEngine(paths, 'harbour');
  await other?.close();
  expect((await readdir(paths.run)).toSorted()).toEqual(kept.map((path) => basename(path)).toSorted());
});
