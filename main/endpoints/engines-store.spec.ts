import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { chosenEngine } from './chosen-engine.ts';
import { addEngine, chooseEngine, loadEngines, removeEngine } from './engines-store.ts';
import { findEngine, listEngines } from './list-engines.ts';

let paths: HomePaths;
const build = { name: 'build', endpoint: 'ssh://ann@build.example', tls: null };

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'slipway-engines-')));
});

afterEach(async () => {
  await rm(paths.home, { recursive: true, force: true });
});

describe('the list of engines', () => {
  it('keeps what is added, for this user alone', async () => {
    expect(await loadEngines(paths)).toEqual({ engines: [], chosen: 'slipway', allowed: [] });
    await addEngine(paths, build);
    await addEngine(paths, { name: 'a2', endpoint: 'unix:///run/other.sock', tls: null });
    expect((await loadEngines(paths)).engines.map(({ name }) => name)).toEqual(['a2', 'build']);
    expect((await stat(paths.engines)).mode & 0o777).toBe(0o600);
    expect(await removeEngine(paths, 'build')).toEqual(build);
    expect((await loadEngines(paths)).engines.map(({ name }) => name)).toEqual(['a2']);
  });

  it('goes back to Slipway’s own engine when the chosen one is removed', async () => {
    await addEngine(paths, build);
    await chooseEngine(paths, { name: 'build', endpoint: 'unix:///run/any.sock' });
    expect(await chosenEngine(paths, {})).toBe('build');
    expect(await chosenEngine(paths, { SLIPWAY_ENGINE: 'slipway' })).toBe('slipway');
    await removeEngine(paths, 'build');
    expect(await chosenEngine(paths, {})).toBe('slipway');
  });

  it.each([
    [{ ...build, name: 'slipway' }, 'Slipway’s own'],
    [{ ...build, name: '-x' }, '"-x"'],
    [{ ...build, name: '../../x' }, 'cannot be the name'],
    [{ ...build, endpoint: 'tcp://build.example:2375' }, 'without TLS'],
    [
      { ...build, endpoint: 'tcp://build.example', tls: { ca: '/nowhere/ca.pem', cert: null, key: null } },
      '/nowhere/ca.pem',
    ],
    [
      { ...build, endpoint: 'tcp://build.example', tls: { ca: '/', cert: null, key: null } },
      '/ is not a file',
    ],
  ])('refuses %j and stays as it is', async (entry, why) => {
    await addEngine(paths, { ...build, name: 'first' });
    const before = await readFile(paths.engines, 'utf8');
    await expect(addEngine(paths, entry)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(why),
    });
    expect(await readFile(paths.engines, 'utf8')).toBe(before);
  });

  it('refuses a name twice, and to remove what is not there', async () => {
    await addEngine(paths, build);
    await expect(addEngine(paths, build)).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(removeEngine(paths, 'other')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leaves a file that cannot be understood as it is, and says so', async () => {
    await writeFile(paths.engines, '{"engines": [{"name": 3}]}');
    await expect(loadEngines(paths)).rejects.toMatchObject({ code: 'settings-invalid' });
    await expect(addEngine(paths, build)).rejects.toMatchObject({ code: 'settings-invalid' });
    expect(await readFile(paths.engines, 'utf8')).toBe('{"engines": [{"name": 3}]}');
  });
});

describe('which engines there are', () => {
  const contexts = async () => [
    { name: 'default', endpoint: 'unix:///var/run/docker.sock', tls: null, isUnverified: false },
    { name: 'slipway-1', endpoint: `unix://${paths.dockerSocket}`, tls: null, isUnverified: false },
    { name: 'build', endpoint: 'ssh://elsewhere', tls: null, isUnverified: false },
    { name: 'plain', endpoint: 'tcp://plain.example:2375', tls: null, isUnverified: false },
    { name: 'lax', endpoint: 'tcp://lax.example:2376', tls: null, isUnverified: true },
  ];

  it('lists Slipway’s own, those that were added, and docker’s other contexts with what is wrong with them', async () => {
    await addEngine(paths, build);
    await chooseEngine(paths, { name: 'build', endpoint: 'unix:///run/any.sock' });
    const { engines, problem } = await listEngines(paths, contexts);
    expect(problem).toBeNull();
    expect(
      engines.map(({ name, origin, isChosen, problem }) => [name, origin, isChosen, problem?.code]),
    ).toEqual([
      ['slipway', 'slipway', false, undefined],
      ['build', 'added', true, undefined],
      ['default', 'docker', false, undefined],
      ['plain', 'docker', false, 'invalid-argument'],
      ['lax', 'docker', false, 'invalid-argument'],
    ]);
    expect(engines[1]?.endpoint).toBe(build.endpoint);
  });

  it('finds one by its name, or says why not', async () => {
    await addEngine(paths, build);
    const never = async () => {
      throw new Error('docker is not asked for these');
    };
    expect(await findEngine(paths, 'slipway', never)).toMatchObject({ origin: 'slipway' });
    expect(await findEngine(paths, 'build', never)).toMatchObject({ endpoint: build.endpoint });
    expect(await findEngine(paths, 'default', contexts)).toMatchObject({ origin: 'docker' });
    await expect(findEngine(paths, 'lax', contexts)).rejects.toThrow('any certificate');
    await expect(findEngine(paths, 'nothing', contexts)).rejects.toMatchObject({ code: 'not-found' });
    await expect(findEngine(paths, 'nothing', never)).rejects.toThrow('docker is not asked');
  });

  it('shows no password of a context that has one', async () => {
    const endpoint = 'ssh://ann:s3cret@build.example';
    const { engines } = await listEngines(paths, async () => [
      { name: 'yard', endpoint, tls: null, isUnverified: false },
    ]);
    expect(engines[1]).toMatchObject({ name: 'yard', problem: { code: 'invalid-argument' } });
    expect(JSON.stringify(engines)).not.toContain('s3cret');
  });

  it('lists the rest when docker’s contexts cannot be read', async () => {
    const { engines, problem } = await listEngines(paths, async () => {
      throw new Error('damaged');
    });
    expect(engines.map(({ name }) => name)).toEqual(['slipway']);
    expect(problem).toMatchObject({ message: 'damaged' });
  });
});
