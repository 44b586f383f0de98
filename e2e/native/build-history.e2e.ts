// What looking at builds and removing them leaves in BuildKit: the VM's own engine without a VM, and the bundled client beside it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuildNews } from '../../main/contract/builds.ts';
import { type BuildHistory, buildHistory } from '../../main/docker-client/builds/build-history.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { expectNoPanic } from './expect-no-panic.ts';

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

/** The engine's own, as platforms call it. */
const architecture = async () => (await docker('version', '--format', '{{.Server.Arch}}')).stdout.trim();

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
  await expectNoPanic(home);
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

  it('tells all of a build: what it was told, what it was made from and what it has made', async () => {
    await mkdir(join(folder, 'deploy'));
    const dockerfile = join(folder, 'deploy', 'full.dockerfile');
    await writeFile(
      dockerfile,
      [
        ...['FROM slipway/busybox AS base', 'ARG WORD=hello', 'ARG OTHER=more'],
        ...['RUN --mount=type=secret,id=token echo "$WORD"', 'FROM base AS test', 'RUN true'],
        ...['FROM test', 'RUN false', ''],
      ].join('\n'),
    );
    await writeFile(join(folder, 'token'), 'ebb-and-flow-4712');
    const id = await build(
      'wake',
      ...[
        '--file',
        dockerfile,
        '--target',
        'test',
        '--platform',
        `linux/${await architecture()}`,
        '--no-cache',
      ],
      ...[
        '--build-arg',
        'WORD=tide',
        '--build-arg',
        'OTHER=',
        '--secret',
        `id=token,src=${join(folder, 'token')}`,
      ],
      ...['--tag', 'harbour/full:1', '--tag', 'harbour/full:2', '--label', 'a=b', '--network', 'none'],
    );
    const image = (await docker('image', 'inspect', '--format', '{{.Id}}', 'harbour/full:1')).stdout.trim();
    const details = await history.details(id, abortAfter(deadlineMs));
    expect(details).toMatchObject({
      ...{ id, name: expect.stringMatching(/full\.dockerfile \(test\)$/), state: { kind: 'done', image } },
      description: {
        ...{ folder, dockerfile: 'deploy/full.dockerfile', target: 'test' },
        arguments: [
          { name: 'OTHER', value: '' },
          { name: 'WORD', value: 'tide' },
        ],
        platform: `linux/${await architecture()}`,
        tags: ['harbour/full:1', 'harbour/full:2'],
        ...{ isWithoutCache: true, isPulling: false, secrets: [{ id: 'token', from: null }] },
      },
      kept: {
        options: [
          { name: 'force-network-mode', value: 'none' },
          { name: 'label:a', value: 'b' },
        ],
        platforms: [`linux/${await architecture()}`],
        materials: [
          {
            address: expect.stringContaining('slipway/busybox'),
            digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
          },
        ],
        missing: [],
      },
    });
    expect(details.kept?.attachments.map(({ digest }) => digest)).toContain(image);
    expect(JSON.stringify(details)).not.toContain('ebb-and-flow-4712');
  });

  it.each([
    [['RUN echo aground; \\', '  exit 3'], /ended with exit code 3/, [2, 3]],
    [['CPY greeting /greeting'], /unknown instruction: CPY/, [2]],
    [['COPY nothing /greeting'], /the folder has no \/nothing/, [2]],
  ])(
    'says of one that has failed why, at which lines, and where BuildKit was (%s)',
    async (lines, why, meant) => {
      await writeFile(join(folder, 'Dockerfile'), `FROM slipway/busybox\n${lines.join('\n')}\n`);
      const built = await docker('build', '--quiet', folder);
      expect(built.code).not.toBe(0);
      const [newest] = await list();
      const { state, kept } = await history.details(newest?.id ?? '', abortAfter(deadlineMs));
      if (state.kind !== 'failed') throw new Error(`It is ${state.kind}`);
      expect(state.failure?.message).toMatch(why);
      expect(state.failure?.detail).toMatch(/moby\/buildkit\/\S+\.go:\d+\)/);
      expect(state.lines?.lines.filter(({ isMeant }) => isMeant).map(({ number }) => number)).toEqual(meant);
      expect(kept?.missing).toEqual([]);
      // As buildx has printed them at the time.
      for (const { number, text, isMeant } of state.lines?.lines ?? [])
        expect(built.stderr).toContain(`${String(number).padStart(4)} | ${isMeant ? '>>>' : '   '} ${text}`);
    },
  );

  it('is listed, and the page of each build is read, whatever others have had marked', async () => {
    const [marked, other] = [await build('drift'), await build('race')];
    expect(await docker('buildx', 'history', 'logs', nameOf(marked))).toMatchObject({ code: 0 });
    expect(await docker('buildx', 'history', 'rm', nameOf(marked))).toMatchObject({ code: 0 });
    const left = await list();
    expect(left.map(({ id }) => id)).not.toContain(marked);
    // As buildx calls it, which cannot be asked with that mark: it would end the engine.
    expect(left.find(({ id }) => id === other)?.name).toBe(basename(folder));
    const told = await look(other);
    expect(told.flatMap(({ steps }) => steps.map(({ name }) => name)).join()).toContain('RUN echo race');
    await expect(history.details(marked, abortAfter(deadlineMs))).rejects.toMatchObject({
      code: 'not-found',
    });
    await expectAlive();
  });
});
