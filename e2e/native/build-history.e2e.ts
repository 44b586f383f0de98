// What looking at builds and removing them leaves in BuildKit: the VM's own engine without a VM, and the bundled client beside it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuildNews } from '../../main/contract/builds.ts';
import { type BuildHistory, buildHistory } from '../../main/docker-client/builds/build-history.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';

const why = whyNoNativeEngine();
const deadlineMs = 60_000;
let home: NativeHome;
let history: BuildHistory;
let folder: string;

const docker = (...parameters: readonly string[]) => home.instance.docker(parameters);
const list = () => history.list(abortAfter(deadlineMs));

/** Builds at a terminal, and answers how BuildKit calls it. */
async function build(word: string, ...parameters: readonly string[]): Promise<string> {
  const before = new Set((await list()).map(({ id }) => id));
  await writeFile(join(folder, 'Dockerfile'), `FROM slipway/busybox\nRUN echo ${word}\n`);
  const built = await docker('build', '--quiet', ...parameters, folder);
  expect(built, built.stderr).toMatchObject({ code: 0 });
  const made = (await list()).find(({ id }) => !before.has(id));
  if (made === undefined) throw new Error(`The build of ${word} is not in the list`);
  return made.id;
}

/** What a page of the build reads. */
async function look(id: string): Promise<readonly BuildNews[]> {
  const details = await history.details(id, abortAfter(deadlineMs));
  expect(details).toMatchObject({ id, state: { kind: 'done' } });
  const told: BuildNews[] = [];
  for await (const news of history.steps(id, abortAfter(deadlineMs))) told.push(news);
  return told;
}

/** Fails where dockerd has died, which nobody here starts again. */
async function expectAlive(): Promise<void> {
  const log = await readFile(join(dirname(home.engine.socket), 'dockerd.log'), 'utf8');
  expect(log).not.toMatch(/panic:/);
  expect(await docker('version')).toMatchObject({ code: 0 });
}

const nameOf = (id: string) => id.split('/').at(-1) ?? id;

beforeAll(async () => {
  if (why !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'build-history-'));
  home = await createNativeHome();
  history = buildHistory(home.instance.paths);
});
afterAll(async () => {
  await home?.remove();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

describe.skipIf(why)(`BuildKit’s history${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  it('outlives that builds are looked at, removed and listed', async () => {
    for (const word of ['ebb', 'flow']) {
      const id = await build(word);
      const told = await look(id);
      expect(told.flatMap(({ output }) => output.map(({ text }) => text)).join('')).toContain(word);
      expect(told.flatMap(({ steps }) => steps.map(({ name }) => name)).join()).toContain(`RUN echo ${word}`);
      await history.remove(id, abortAfter(deadlineMs));
      expect((await list()).map((one) => one.id)).not.toContain(id);
      await expectAlive();
    }
  });

  it('is left without a trace of what was looked at, so that anybody may remove it', async () => {
    const id = await build('slack');
    await look(id);
    const removed = await docker('buildx', 'history', 'rm', nameOf(id));
    expect(removed, removed.stderr).toMatchObject({ code: 0 });
    expect((await list()).map((one) => one.id)).not.toContain(id);
    await expectAlive();
  });

  it('outlives the removal of a build that others have asked for by its name', async () => {
    const [logged, noted] = [
      await build('spring'),
      await build('neap', '--metadata-file', join(folder, 'm')),
    ];
    const logs = await docker('buildx', 'history', 'logs', nameOf(logged));
    expect(logs.stderr + logs.stdout).toContain('RUN echo spring');
    for (const id of [logged, noted]) {
      await history.remove(id, abortAfter(deadlineMs));
      const left = await docker('buildx', 'history', 'ls', '--format', '{{.Ref}}');
      expect(left, left.stderr).toMatchObject({ code: 0 });
      expect(left.stdout).not.toContain(nameOf(id));
      await expectAlive();
    }
  });

  it('finds each of several builds that are looked at and removed at once', async () => {
    const ids = [];
    for (const word of ['low', 'high', 'half', 'dead']) ids.push(await build(word));
    const [first = '', second = ''] = ids;
    const remove = (id: string) => history.remove(id, abortAfter(deadlineMs));
    await Promise.all([list(), remove(first), ...ids.slice(2).map(look), list(), remove(second), list()]);
    const left = (await list()).map(({ id }) => id);
    expect(ids.filter((id) => left.includes(id))).toEqual(ids.slice(2));
    await expectAlive();
  });

  it('follows a build that goes on, and removes it once it has ended', async () => {
    await writeFile(join(folder, 'Dockerfile'), 'FROM slipway/busybox\nRUN echo becalmed; sleep 600\n');
    let pid = 0;
    const onSpawn = (given: number) => {
      pid = given;
    };
    const building = home.instance.docker(['build', folder], { onSpawn });
    const { id } = await poll(100, abortAfter(deadlineMs), async () =>
      (await list()).find(({ state }) => state.kind === 'running'),
    );
    const remove = () => history.remove(id, abortAfter(deadlineMs));
    await expect(remove()).rejects.toMatchObject({ code: 'busy' });
    let written = '';
    for await (const { output } of history.steps(id, abortAfter(deadlineMs))) {
      const before = written;
      for (const { text } of output) written += text;
      if (written.includes('becalmed') && !before.includes('becalmed')) process.kill(pid, 'SIGINT');
    }
    expect(written).toBe('becalmed\n');
    await building;
    await expect.poll(async () => (await list()).find((one) => one.id === id)?.state.kind).toBe('cancelled');
    await remove();
    expect((await list()).map((one) => one.id)).not.toContain(id);
    await expectAlive();
  });

  it('says that a build is forgotten, and removes it without a complaint', async () => {
    const id = await build('stand');
    const removed = await docker('buildx', 'history', 'rm', nameOf(id));
    expect(removed, removed.stderr).toMatchObject({ code: 0 });
    await history.remove(id, abortAfter(deadlineMs));
    await expect(history.details(id, abortAfter(deadlineMs))).rejects.toMatchObject({ code: 'not-found' });
    await expectAlive();
  });

  it('is listed whatever others have had marked', async () => {
    const [marked, other] = [await build('drift'), await build('race')];
    expect(await docker('buildx', 'history', 'logs', nameOf(marked))).toMatchObject({ code: 0 });
    expect(await docker('buildx', 'history', 'rm', nameOf(marked))).toMatchObject({ code: 0 });
    const left = await list();
    expect(left.map(({ id }) => id)).not.toContain(marked);
    // As buildx calls it, which cannot be asked with that mark.
    expect(left.find(({ id }) => id === other)?.name).toBe(basename(folder));
    await expectAlive();
  });
});
