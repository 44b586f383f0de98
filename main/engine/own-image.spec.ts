import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { never } from '../util/wait.ts';
import { engineAt } from './connection.ts';
import { type EngineServer, serveEngine } from './fakes/engine-server.ts';
import { isOwnImage, loadingWords, loadOwnImage, type OwnImage, type OwnImageLoading } from './own-image.ts';

vi.mock('../assets.ts', () => ({ loadAssets: async () => ({}) }));

const name = 'slipway/gull:latest';
const [ours, older, byManifest] = ['sha256:0123456789abcdef', 'sha256:fedcba9876543210', 'sha256:aa'];

let folder: string;
let engine: EngineServer;
/** What the engine has, and what has the name. */
let images: Set<string>;
let named: string | undefined;
/** What the archive turns out to be. */
let inArchive: string;
let loads: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-own-'));
  await writeFile(join(folder, 'gull.tar'), 'layers');
  await describeArchive({ ids: [ours, byManifest] });
  [images, named, inArchive, loads] = [new Set(), undefined, ours, 0];
  engine = await serveEngine((request, response) => {
    request.resume();
    request.once('end', () => {
      response.setHeader('Content-Type', 'application/json');
      if (request.method === 'POST') {
        loads += 1;
        images.add(inArchive);
        named = inArchive;
        return response.end('{}');
      }
      const asked = decodeURIComponent(request.url ?? '').replace(/^\/images\/(.*)\/json$/, '$1');
      const id = asked === name ? named : asked;
      if (id !== undefined && images.has(id)) return response.end(JSON.stringify({ Id: id }));
      response.statusCode = 404;
      response.end(JSON.stringify({ message: `No such image: ${asked}` }));
    });
  });
});

afterEach(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const describeArchive = (words: unknown) => writeFile(join(folder, 'manifest.json'), JSON.stringify(words));

const image = (): OwnImage => ({
  name,
  archive: () => ({ file: join(folder, 'gull.tar') }),
  missing: { why: 'it was never made', hint: 'Make it.' },
  isLarge: false,
});

/** What is to be run, and what was told of the loading. */
async function load(own: OwnImage = image()) {
  const told: OwnImageLoading[] = [];
  const run = await loadOwnImage(engineAt(engine.socketPath), own, never, (loading) => told.push(loading));
  return { run, told };
}

it('is loaded once', async () => {
  expect(await load()).toEqual({ run: name, told: [{ name, replaced: null }] });
  expect(await load()).toEqual({ run: name, told: [] });
  expect(loads).toBe(1);
});

it('takes the place of an earlier one, or of whatever has its name, and says of which', async () => {
  images.add(older);
  named = older;
  const { run, told } = await load();
  expect({ run, told, named }).toEqual({ run: name, told: [{ name, replaced: older }], named: ours });
  expect(told.map(loadingWords)).toEqual([
    `Loading this Slipway's ${name}: fedcba987654 has that name, and is kept without it`,
  ]);
});

it('is run by its id where another image was given its name since, which keeps it', async () => {
  for (const id of [ours, older]) images.add(id);
  named = older;
  expect(await load()).toEqual({ run: ours, told: [] });
  expect({ loads, named }).toEqual({ loads: 0, named: older });
});

it('is known to an engine that goes by manifests', async () => {
  images.add(byManifest);
  named = byManifest;
  expect(await load()).toEqual({ run: name, told: [] });
});

it('that comes without an archive is whatever has its name, or missing', async () => {
  const without = { ...image(), archive: () => undefined };
  await expect(load(without)).rejects.toMatchObject({ code: 'assets-missing', hint: 'Make it.' });
  images.add(older);
  named = older;
  expect(await load(without)).toEqual({ run: name, told: [] });
  expect([await isOwnImage(older, without), await isOwnImage(older, image())]).toEqual([true, false]);
  expect(await isOwnImage(ours, image())).toBe(true);
});

it('is refused when its archive is not what is written beside it', async () => {
  const refused = { code: 'assets-missing', message: expect.stringContaining(join(folder, 'gull.tar')) };
  inArchive = older;
  await expect(load()).rejects.toMatchObject(refused);
  await describeArchive({ packages: [] });
  await expect(load()).rejects.toMatchObject(refused);
  expect(loads).toBe(1);
});
