import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { never } from '../../util/wait.ts';
import { engineAt } from '../connection.ts';
import { type EngineServer, serveEngine } from '../fakes/engine-server.ts';
import type { Helper } from './helper.ts';
import { replaceContent } from './replace-content.ts';

let server: EngineServer;
let asked: (readonly string[])[];
/** What the helper answers to an exchange: an exit code, or nothing at all. */
let exchange: number | undefined;

beforeEach(async () => {
  asked = [];
  server = await serveEngine(async (request, response) => {
    // An archive is taken whole.
    for await (const _ of request);
    response.setHeader('Content-Type', 'application/json');
    response.statusCode = request.url?.includes('/create') ? 201 : 200;
    response.end(JSON.stringify({ Id: 'look', Driver: 'local', Mountpoint: '/volumes/data' }));
  });
});
afterEach(() => server.close());

const helper: Helper = {
  ask: async (words) => {
    asked.push(words);
    if (words[0] !== 'exchange') return { code: 0, output: Buffer.alloc(0), complaint: '' };
    if (exchange === undefined) throw new Error('the connection was lost');
    return { code: exchange, output: Buffer.alloc(0), complaint: 'what had come is gone' };
  },
  engineTop: '/top',
  hasEnded: () => false,
  end: async () => undefined,
};

const helpers = {
  use: <T>(_: string | undefined, __: AbortSignal, work: (one: Helper) => Promise<T>) => work(helper),
  letGo: async () => undefined,
  close: async () => undefined,
};

const replace = (isNew: boolean) =>
  replaceContent(engineAt(server.socketPath), helpers, 'data', undefined, never, {
    archive: async () => Readable.from([Buffer.alloc(1024)]),
    failure: (error) => error,
    onFinal: () => undefined,
    isNew,
  });
const commands = () => asked.map(([word]) => word);

it.each([3, 4, 9])('removes what had come when nothing was exchanged: exit code %s', async (code) => {
  exchange = code;
  await expect(replace(false)).rejects.toThrow(/^Could not replace .*: what had come is gone\.$/);
  expect(commands()).toEqual(['make_folder', 'exchange', 'remove']);
});

it.each([1, undefined])('says where both are when it may be half done: exit code %s', async (code) => {
  exchange = code;
  await expect(replace(false)).rejects.toMatchObject({
    message: expect.stringContaining('replaced only in part'),
    hint: expect.stringContaining('-before'),
  });
  expect(commands()).toEqual(['make_folder', 'exchange']);
});

it('promises nothing of a new volume, which is removed', async () => {
  exchange = 1;
  const failed = replace(true);
  await expect(failed).rejects.toThrow(/^Could not replace/);
  await expect(failed).rejects.not.toMatchObject({ hint: expect.stringContaining('-before') });
});

it('removes what was there before once all has its place', async () => {
  exchange = 0;
  await replace(false);
  const stage = asked[0]?.at(-1);
  expect(asked.at(-1)).toEqual(['remove', '/top/volumes/data', '', `${stage}-before`]);
});
