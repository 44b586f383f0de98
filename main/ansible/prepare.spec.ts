import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ShareState } from '../contract/shares.ts';
import { engineAt } from '../engine/connection.ts';
import { type EngineServer, serveEngine } from '../engine/fakes/engine-server.ts';
import { never } from '../util/wait.ts';
import { preparePlaybook } from './prepare.ts';

let server: EngineServer;
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = await serveEngine(({ url = '' }, response) => {
    asked.push(url.replace(/\?.*/, ''));
    response.setHeader('Content-Type', 'application/json');
    response.end('{}');
  });
});

afterEach(() => server.close());

/** Sleeps until it is asked something, and shows nothing meanwhile. */
const prepare = (file: string) =>
  preparePlaybook(
    file,
    {
      engine: engineAt(server.socketPath),
      readShares: async (): Promise<readonly ShareState[]> => [
        { path: '/home/ann', readOnly: true, isShown: asked.length > 0, isWanted: true, problem: null },
      ],
      onLoading: () => undefined,
    },
    never,
  );

it('wakes the engine before it asks what that shows', async () => {
  expect(await prepare('/home/ann/site.yml')).toEqual({
    ...{ file: '/home/ann/site.yml', share: { path: '/home/ann', readOnly: true } },
  });
  expect(asked).toEqual(['/version', '/images/slipway/ansible%3Alatest/json']);
});

it('refuses a playbook in no share before it minds the image', async () => {
  await expect(prepare('/srv/site.yml')).rejects.toMatchObject({ code: 'share-unavailable' });
  expect(asked).toEqual(['/version']);
});
