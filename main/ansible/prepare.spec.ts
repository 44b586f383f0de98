import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ShareState } from '../contract/shares.ts';
import { engineAt } from '../engine/connection.ts';
import { type EngineServer, serveEngine } from '../engine/fakes/engine-server.ts';
import { never } from '../util/wait.ts';
import { preparePlaybook } from './prepare.ts';

// What has the image's name is all there is.
vi.mock('../assets.ts', () => ({ loadAssets: async () => ({ ansibleImage: undefined }) }));

let server: EngineServer;
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = await serveEngine(({ url = '' }, response) => {
    asked.push(url.replace(/\?.*/, ''));
    response.setHeader('Content-Type', 'application/json');
    response.end('{"Id":"sha256:1"}');
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
    playbook: { file: '/home/ann/site.yml', share: { path: '/home/ann', readOnly: true } },
    image: 'slipway/ansible:latest',
  });
  expect(asked).toEqual(['/version', '/images/slipway/ansible%3Alatest/json']);
});

it('refuses a playbook in no share before it minds the image', async () => {
  await expect(prepare('/srv/site.yml')).rejects.toMatchObject({ code: 'share-unavailable' });
  expect(asked).toEqual(['/version']);
});
