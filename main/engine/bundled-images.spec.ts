import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadBundledImages, readOwnImages } from './bundled-images.ts';
import { serveEngine } from './fakes/engine-server.ts';

it('loads an archive once, and remembers what came with it by its ids', async () => {
  const asked: string[] = [];
  const engine = await serveEngine((request, response) => {
    asked.push(`${request.method} ${request.url?.split('?')[0]}`);
    request.resume();
    response.end(request.method === 'GET' ? JSON.stringify([{ Id: 'sha256:1' }, { Id: 'sha256:2' }]) : '');
  });
  const [archive, record] = [join(engine.folder, 'images.tar'), join(engine.folder, 'record')];
  await writeFile(archive, 'images');
  const options = { socketPath: engine.socketPath, archive, record, begin: () => undefined };
  await loadBundledImages(options, AbortSignal.timeout(5_000));
  await loadBundledImages(options, AbortSignal.timeout(5_000));
  expect(asked).toEqual(['POST /images/load', 'GET /images/json']);
  expect(await readOwnImages(record)).toEqual(new Set(['sha256:1', 'sha256:2']));
  await engine.close();
});

it('knows no ids by a record that has none', async () => {
  const engine = await serveEngine((_, response) => response.end());
  const record = join(engine.folder, 'record');
  expect(await readOwnImages(record)).toBeNull();
  await writeFile(record, 'abc\n');
  expect(await readOwnImages(record)).toBeNull();
  await engine.close();
});
