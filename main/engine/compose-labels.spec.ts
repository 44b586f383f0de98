import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter } from '../util/wait.ts';
import { readComposeLabels } from './compose-labels.ts';
import { engineAt } from './connection.ts';
import { type EngineServer, serveEngine } from './fakes/engine-server.ts';

let engine: EngineServer;
let labels: Readonly<Record<string, string>>;
beforeEach(async () => {
  engine = await serveEngine((_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify([{ Labels: labels }]));
  });
});
afterEach(() => engine.close());

const read = (files: string, folder = '/shop') => {
  const prefix = 'com.docker.compose.project';
  labels = { [`${prefix}.config_files`]: files, [`${prefix}.working_dir`]: folder };
  return readComposeLabels(engineAt(engine.socketPath), 'shop', abortAfter(20_000));
};

it('answers the Compose files that a container was brought up from', async () => {
  const files = ['/shop/compose.yaml', '/shop/more.YML'];
  expect(await read(files.join(','))).toEqual({ files, folder: '/shop' });
});

it('answers nothing that an image could have made up to have another file opened', async () => {
  for (const files of ['/home/maria/.ssh/config', 'compose.yaml', '/shop/compose.yaml,/etc/passwd', ''])
    expect(await read(files), files).toBeUndefined();
  expect(await read('/shop/compose.yaml', 'shop')).toBeUndefined();
});
