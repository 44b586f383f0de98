import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Status } from '../contract/status.ts';
import { openEngine } from '../endpoints/chosen-engine.ts';
import { addEngine, chooseEngine, removeEngine } from '../endpoints/engines-store.ts';
import { type EngineServer, serveEngine } from '../engine/fakes/engine-server.ts';
import { pingEngine } from '../engine/probe.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { abortAfter, poll } from '../util/wait.ts';
import type { EngineParts } from './engine-parts.ts';
import { createEngineSwitch, type EngineSwitch } from './engine-switch.ts';
import { watchOtherEngine } from './other-engine.ts';

let paths: HomePaths;
let engine: EngineServer;
let turns: EngineSwitch;
let made: { readonly paths: HomePaths; readonly parts: EngineParts; running: boolean; closed: boolean }[];
let statuses: Status[];
let turned: number;
let mayTurn: () => void;
let closes: () => Promise<void>;

const soon = () => abortAfter(8_000);

function fakeParts(at: HomePaths): EngineParts {
  const one = { paths: at, running: false, closed: false, parts: undefined as unknown as EngineParts };
  one.parts = {
    ...({} as EngineParts),
    setRunning(isRunning) {
      one.running = isRunning;
    },
    async close() {
      await closes();
      one.closed = true;
    },
  };
  made.push(one);
  return one.parts;
}

beforeEach(async () => {
  paths = homePaths(await mkdtemp('/tmp/slswitch-'));
  engine = await serveEngine((asked, response) =>
    response.end(asked.url === '/version' ? '{"Version":"28.5.2","ApiVersion":"1.51"}' : 'OK'),
  );
  made = [];
  statuses = [];
  turned = 0;
  mayTurn = () => undefined;
  closes = async () => undefined;
  turns = createEngineSwitch({
    ...{ paths, own: fakeParts(paths), createParts: fakeParts },
    mayTurn: () => mayTurn(),
    warn: () => undefined,
    onStatus: (status) => statuses.push(status),
    onTurned() {
      turned += 1;
    },
  });
  await addEngine(paths, { name: 'harbour', endpoint: `unix://${engine.socketPath}`, tls: null });
  await addEngine(paths, { name: 'yonder', endpoint: 'unix:///nowhere/docker.sock', tls: null });
});

afterEach(async () => {
  await turns.close();
  await engine.close();
  await rm(paths.home, { recursive: true, force: true });
});

describe('turning to another engine', () => {
  it('stays on Slipway’s own engine until another one is chosen', async () => {
    await turns.follow();
    expect({ turned, name: turns.present().name }).toEqual({ turned: 0, name: 'slipway' });
    expect(turns.status()).toBeUndefined();
  });

  it('reaches the other one by a socket of the home, and tells how it is', async () => {
    await chooseEngine(paths, { name: 'harbour', endpoint: 'unix:///run/any.sock' });
    await turns.follow();
    expect({ turned, name: turns.present().name }).toEqual({ turned: 1, name: 'harbour' });
    const other = made[1];
    expect(turns.parts()).toBe(other?.parts);
    expect(other?.paths.ownSocket).toBe(other?.paths.dockerSocket);
    await pingEngine(other?.paths.dockerSocket ?? '', soon());
    await poll(20, soon(), () => other?.running || undefined);
    expect(turns.status()).toMatchObject({ state: 'running', engine: { version: '28.5.2' }, problems: [] });
    expect(statuses.at(-1)).toEqual(turns.status());
  });

  it('goes from one to the other and back, and leaves nothing behind', async () => {
    for (const name of ['harbour', 'yonder', 'slipway']) {
      await chooseEngine(paths, { name: name, endpoint: 'unix:///run/any.sock' });
      await turns.follow();
      expect(turns.present().name).toBe(name);
    }
    expect(turns.parts()).toBe(made[0]?.parts);
    await turns.close();
    expect(made.map(({ closed }) => closed)).toEqual([false, true, true]);
    expect(await readdir(paths.run)).toEqual([]);
  });

  it('tells why one cannot be reached, by name of its place', async () => {
    await chooseEngine(paths, { name: 'yonder', endpoint: 'unix:///run/any.sock' });
    await turns.follow();
    await poll(20, soon(), () => statuses.at(-1)?.problems[0]);
    expect(turns.status()).toMatchObject({
      state: 'waiting',
      problems: [{ code: 'engine-unreachable', message: expect.stringContaining('/nowhere/docker.sock') }],
    });
  });

  it('does not wait for what is under way on the one before, and lets go of that one even so', async () => {
    await chooseEngine(paths, { name: 'harbour', endpoint: 'unix:///run/any.sock' });
    await turns.follow();
    let fail: (error: Error) => void = () => undefined;
    closes = () => new Promise((_, reject) => (fail = reject));
    for (const name of ['yonder', 'slipway']) {
      await chooseEngine(paths, { name: name, endpoint: 'unix:///run/any.sock' });
      await turns.follow();
      fail(new Error('it did not end'));
    }
    await turns.close();
    expect({ turned, left: await readdir(paths.run) }).toEqual({ turned: 3, left: [] });
  });

  it('follows a name that has become another machine’s', async () => {
    await chooseEngine(paths, { name: 'harbour', endpoint: 'unix:///run/any.sock' });
    await turns.follow();
    await turns.follow();
    expect(turned).toBe(1);
    await removeEngine(paths, 'harbour');
    await addEngine(paths, { name: 'harbour', endpoint: 'unix:///elsewhere/docker.sock', tls: null });
    await chooseEngine(paths, { name: 'harbour', endpoint: 'unix:///run/any.sock' });
    await turns.follow();
    expect({ turned, present: turns.present().endpoint }).toEqual({
      ...{ turned: 2, present: 'unix:///elsewhere/docker.sock' },
    });
  });

  it('stays where something would be lost', async () => {
    mayTurn = () => {
      throw new Error('a file is not saved');
    };
    await turns.follow();
    await chooseEngine(paths, { name: 'harbour', endpoint: 'unix:///run/any.sock' });
    await expect(turns.follow()).rejects.toThrow('a file is not saved');
    expect({ turned, name: turns.present().name }).toEqual({ turned: 0, name: 'slipway' });
    mayTurn = () => undefined;
    await turns.follow();
    expect(turns.present().name).toBe('harbour');
  });

  it('stays where it is when the chosen one is not to be found, and goes back when it is removed', async () => {
    await chooseEngine(paths, { name: 'harbour', endpoint: 'unix:///run/any.sock' });
    await turns.follow();
    await removeEngine(paths, 'harbour');
    await turns.follow();
    expect(turns.present().name).toBe('slipway');
  });
});

describe('an engine that is watched', () => {
  it('is not taken to be lost when the socket that leads to it is removed, which is made anew', async () => {
    const other = await openEngine(paths, 'harbour');
    if (other === undefined) throw new Error('it is Slipway’s own');
    const told: string[] = [];
    const watch = watchOtherEngine({
      ...{ home: paths.home, other, onStatus: ({ state }) => told.push(state) },
      waits: { everyMs: 20, againMs: 20, answerMs: 5_000 },
    });
    await poll(10, soon(), () => told.at(-1) === 'running' || undefined);
    await rm(other.socket);
    const isThere = () =>
      access(other.socket).then(
        () => true,
        () => undefined,
      );
    await poll(10, soon(), isThere);
    await pingEngine(other.socket, soon());
    watch.close();
    await other.close();
    expect(told).toEqual(['running']);
  });

  it('is lost when it answers no more, and found again', async () => {
    let answers = true;
    const one = await serveEngine((asked, response) => {
      if (!answers) return void response.destroy();
      response.end(asked.url === '/version' ? '{"Version":"28.5.2","ApiVersion":"1.51"}' : 'OK');
    });
    const told: string[] = [];
    const watch = watchOtherEngine({
      home: join('/', 'home'),
      other: {
        engine: {
          ...{ name: 'harbour', endpoint: 'ssh://h', tls: null, origin: 'added' },
          isChosen: true,
          problem: null,
        },
        socket: one.socketPath,
        failure: () => undefined,
        keep: async () => false,
      },
      onStatus: ({ state }) => told.push(state),
      waits: { everyMs: 20, againMs: 20, answerMs: 2_000 },
    });
    const until = (state: string) => poll(10, soon(), () => told.at(-1) === state || undefined);
    await until('running');
    answers = false;
    await until('waiting');
    expect(watch.status().problems[0]).toMatchObject({
      code: 'engine-unreachable',
      message: 'harbour ended the connection without an answer.',
      hint: expect.stringContaining('slipway engine test harbour'),
    });
    answers = true;
    await until('running');
    watch.close();
    await one.close();
    expect(told).toEqual(['running', 'waiting', 'running']);
  });
});
