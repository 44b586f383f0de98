import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { containerActionRequests } from '../contract/engine/container-actions.ts';
import { engineAt } from './connection.ts';
import {
  commitContainer,
  killContainer,
  pauseContainer,
  renameContainer,
  waitForExit,
} from './container-actions.ts';
import { type EngineServer, serveEngine } from './fakes/engine-server.ts';

const never = new AbortController().signal;
let server: EngineServer;
let asked: string[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  answer = (response) => response.writeHead(204).end();
  server = await serveEngine((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(response);
  });
});

afterEach(async () => {
  await server.close();
});

const engine = () => engineAt(server.socketPath);
const refuse = (code: number, message: string) => (response: ServerResponse) =>
  response.writeHead(code, { 'Content-Type': 'application/json' }).end(JSON.stringify({ message }));

describe('what is asked of the engine', () => {
  it.each([
    ['pause', () => pauseContainer(engine(), 'pause', 'web', never), 'POST /containers/web/pause'],
    ['unpause', () => pauseContainer(engine(), 'unpause', 'web', never), 'POST /containers/web/unpause'],
    [
      'kill',
      () => killContainer(engine(), 'web', 'SIGHUP', never),
      'POST /containers/web/kill?signal=SIGHUP',
    ],
    [
      'rename',
      () => renameContainer(engine(), 'web', 'shop', never),
      'POST /containers/web/rename?name=shop',
    ],
  ])('to %s', async (_, act, request) => {
    await act();
    expect(asked).toEqual([request]);
  });

  it('to make an image, with a name and what is said of it, or without', async () => {
    answer = (response) => response.writeHead(201).end(JSON.stringify({ Id: 'sha256:abc' }));
    const plain = { id: 'web', name: '', author: '', message: '', pause: false };
    expect(await commitContainer(engine(), plain, never)).toEqual({ imageId: 'sha256:abc' });
    const full = { id: 'web', name: 'host:5000/shop', author: 'Ann', message: 'a & b', pause: true };
    await commitContainer(engine(), full, never);
    expect(asked).toEqual([
      'POST /commit?container=web&pause=0',
      'POST /commit?container=web&repo=host%3A5000%2Fshop&tag=latest&author=Ann&comment=a+%26+b&pause=1',
    ]);
  });

  it('says what was refused, on what, and what to try', async () => {
    answer = refuse(409, 'Container web is not paused');
    await expect(pauseContainer(engine(), 'unpause', 'web', never)).rejects.toMatchObject({
      message: 'Could not unpause the container web: Container web is not paused',
      hint: 'There is nothing to do: it is not paused.',
    });
  });
});

it('says which container could not be given a name, by the name that it has', async () => {
  const id = 'a'.repeat(64);
  const conflict = refuse(409, 'Conflict. The container name "/shop" is already in use by container "1".');
  answer = (response) =>
    asked.at(-1)?.startsWith('GET') ? response.end(JSON.stringify({ Name: '/web' })) : conflict(response);
  await expect(renameContainer(engine(), id, 'shop', never)).rejects.toMatchObject({
    message: 'Could not rename the container web to shop: there is a container named shop already.',
  });
  answer = refuse(404, 'No such container');
  await expect(renameContainer(engine(), id, 'shop', never)).rejects.toMatchObject({
    message: 'Could not rename the container aaaaaaaaaaaa to shop: No such container',
  });
});

describe('waiting for an end', () => {
  const wait = async (signal = never) => {
    const exits: number[] = [];
    for await (const { exitCode } of waitForExit(engine(), 'web', signal)) exits.push(exitCode);
    return exits;
  };

  it('gives the exit code, which comes long after the beginning of the answer', async () => {
    answer = (response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
      setTimeout(() => response.end(JSON.stringify({ StatusCode: 3 })), 50);
    };
    expect(await wait()).toEqual([3]);
    expect(asked).toEqual(['POST /containers/web/wait?condition=not-running']);
  });

  it('is over when the engine goes away in the midst of it', async () => {
    answer = (response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
      setTimeout(() => response.destroy(), 50);
    };
    await expect(wait()).rejects.toMatchObject({ code: 'engine-unreachable' });
  });

  it('is over when nobody waits any more', async () => {
    const left = new AbortController();
    answer = (response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
      setTimeout(() => left.abort(new Error('left')), 50);
    };
    await expect(wait(left.signal)).rejects.toThrow();
  });
});

it.each([
  ['containers.rename', { id: 'web', name: '-web' }],
  ['containers.rename', { id: 'web', name: 'web/../db' }],
  ['containers.kill', { id: 'web', signal: '9' }],
] as const)('%s does not take %j', (name, parameters) => {
  expect(containerActionRequests[name].parameters.safeParse(parameters).success).toBe(false);
});
