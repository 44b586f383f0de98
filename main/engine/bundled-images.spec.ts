import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { abortAfter } from '../util/wait.ts';
import { loadBundledImages, readOwnImages } from './bundled-images.ts';
import { serveEngine } from './fakes/engine-server.ts';

/** As the engine compares a name with one of a filter, as far as it matters here. */
const matches = (name: string, pattern: string) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

const tar = async (files: Readonly<Record<string, string>>) => {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
  archive.finalize();
  return buffer(archive);
};

/** The images of an engine, by their names. */
const images: Readonly<Record<string, string>> = {
  'slipway/hello:latest': 'sha256:1',
  'slipway/busybox:latest': 'sha256:2',
  'slipway/my-app:latest': 'sha256:3',
};

it('loads an archive once, and remembers what came with it, and nothing else, by its ids', async () => {
  const asked: string[] = [];
  const engine = await serveEngine((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://docker');
    asked.push(`${request.method} ${pathname}`);
    const { reference = [] } = JSON.parse(searchParams.get('filters') ?? '{}') as { reference?: string[] };
    const found = Object.keys(images).filter((name) => reference.some((pattern) => matches(name, pattern)));
    const listed = found.map((name) => ({ Id: images[name] }));
    // Once it has the whole archive: whoever hangs up before is taken for an engine that is gone.
    request.resume();
    request.once('end', () => response.end(request.method === 'GET' ? JSON.stringify(listed) : ''));
  });
  const [archive, record] = [join(engine.folder, 'images.tar'), join(engine.folder, 'record')];
  const saved = ['slipway/hello:latest', 'slipway/busybox:latest'].map((name) => ({ RepoTags: [name] }));
  await writeFile(archive, await tar({ './oci-layout': '{}', './manifest.json': JSON.stringify(saved) }));
  const options = { socketPath: engine.socketPath, archive, record, begin: () => undefined };
  await loadBundledImages(options, abortAfter(5_000));
  await loadBundledImages(options, abortAfter(5_000));
  expect(asked).toEqual(['POST /images/load', 'GET /images/json']);
  expect(await readOwnImages(record)).toEqual(new Set(['sha256:1', 'sha256:2']));
  await engine.close();
});

it.each([
  ['no list of images', () => tar({ './oci-layout': '{}' })],
  ['an empty one', () => tar({ './manifest.json': '[]' })],
  ['one that is none', () => tar({ './manifest.json': 'null' })],
  ['no archive', async () => Buffer.from('images'.repeat(200))],
])('loads none from what has %s', async (_, content) => {
  const engine = await serveEngine((_request, response) => response.end());
  const archive = join(engine.folder, 'images.tar');
  await writeFile(archive, await content());
  const record = join(engine.folder, 'record');
  const options = { socketPath: engine.socketPath, archive, record, begin: () => undefined };
  await expect(loadBundledImages(options, abortAfter(5_000))).rejects.toMatchObject({
    code: 'assets-missing',
    message: expect.stringContaining(archive),
  });
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
