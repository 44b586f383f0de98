import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter, poll } from '../../util/wait.ts';
import { engineAt } from '../connection.ts';
import { type EngineServer, serveEngine } from '../fakes/engine-server.ts';
import { helperLabel, nameHelper } from './helper-labels.ts';
import { sweepHelpers, type Tenancy } from './sweep-helpers.ts';

const nowSeconds = Math.floor(Date.now() / 1_000);
const own = nameHelper('files');
const containers = [
  { Id: 'runs', Names: ['/slipway-files-1'], State: 'running', Created: nowSeconds - 400_000 },
  { Id: 'fresh', Names: ['/slipway-look-1'], State: 'created', Created: nowSeconds - 600 },
  { Id: 'own', Names: [`/${own.name}`], State: 'created', Created: nowSeconds - 400_000 },
  { Id: 'abandoned', Names: ['/slipway-look-2'], State: 'created', Created: nowSeconds - 400_000 },
];

let server: EngineServer;
let removed: string[];

beforeEach(async () => {
  removed = [];
  server = await serveEngine(({ method, url = '' }, response) => {
    response.setHeader('Content-Type', 'application/json');
    if (method === 'GET') {
      const isAsked = decodeURIComponent(url).includes(helperLabel);
      return void response.end(JSON.stringify(isAsked ? containers : []));
    }
    removed.push(/containers\/(\w+)/.exec(url)?.[1] ?? url);
    response.statusCode = 204;
    response.end();
  });
});

afterEach(() => server.close());

const sweep = async (tenancy: Tenancy) => {
  sweepHelpers(engineAt(server.socketPath), [], tenancy)(true);
  await poll(5, abortAfter(5_000), () => removed.includes('abandoned') || undefined);
  return removed;
};

it('removes all that this app does not use where nobody else is', async () => {
  expect(await sweep('alone')).toEqual(['runs', 'fresh', 'abandoned']);
});

it('removes of an engine that others may use what has long been abandoned alone', async () => {
  expect(await sweep('shared')).toEqual(['abandoned']);
});
