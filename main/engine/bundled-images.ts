import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { SlipwayError } from '../contract/errors.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import { withDeadline } from '../util/wait.ts';
import { askEngine } from './http.ts';

/** A few megabytes go through an emulated network in seconds. In milliseconds. */
const loadDeadlineMs = 120_000;

/** What loading needs. */
export interface BundledImages {
  readonly socketPath: string;
  /** The archive, in the form of `docker save`. */
  readonly archive: string;
  /** Remembers, beside the data disk, which archive was loaded into it: an image that a user removed stays removed. */
  readonly record: string;
  /** Called when there is something to load. */
  readonly begin: () => void;
}

/** Loads the images that come with Slipway into an engine that has not had them yet. */
export async function loadBundledImages(images: BundledImages, signal: AbortSignal): Promise<void> {
  const archive = await readFile(images.archive);
  const digest = createHash('sha256').update(archive).digest('hex');
  const [loaded = ''] = await readRecord(images.record);
  if (loaded === digest) return;
  const names = await namesIn(archive, images.archive);
  images.begin();
  await loadArchive(images.socketPath, images.archive, signal);
  const ids = await idsOf(names, images.socketPath, signal);
  await writeFileAtomically(images.record, `${[digest, ...ids].join('\n')}\n`);
}

/**
 * The ids of the images that came with Slipway, by the record of their loading: their names alone say nothing, since everybody can
 * give them. Null where they were loaded before ids were written down.
 */
export async function readOwnImages(record: string): Promise<ReadonlySet<string> | null> {
  const [, ...ids] = await readRecord(record);
  return ids.length === 0 ? null : new Set(ids);
}

async function readRecord(record: string): Promise<readonly string[]> {
  return (await readFile(record, 'utf8').catch(() => '')).trim().split('\n');
}

/** What `docker save` writes of each image. */
const saved = z.array(z.object({ RepoTags: z.array(z.string()) }));

/** The names of an archive's images. Rejects when it has none: the engine would take that for all that it has. */
async function namesIn(archive: Buffer, path: string): Promise<readonly string[]> {
  const names = await readNames(archive).catch((error: unknown) => error as Error);
  if (Array.isArray(names) && names.length > 0) return names;
  throw new SlipwayError(
    {
      code: 'assets-missing',
      message: `The bundled images ${path} do not say which they are.`,
      hint: 'Install Slipway again; in a checkout run `npm start`.',
    },
    { cause: names },
  );
}

async function readNames(archive: Buffer): Promise<readonly string[]> {
  const entries = extract();
  entries.end(archive);
  for await (const entry of entries) {
    if (entry.header.name.replace(/^\.\//, '') !== 'manifest.json') entry.resume();
    else return saved.parse(JSON.parse(await text(entry))).flatMap(({ RepoTags }) => RepoTags);
  }
  return [];
}

const listed = z.array(z.object({ Id: z.string() }));

/** What has these names now that they were loaded: they have taken them over from whatever had them. */
async function idsOf(
  names: readonly string[],
  socketPath: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const filters = encodeURIComponent(JSON.stringify({ reference: names }));
  const asked = { method: 'GET', path: `/images/json?filters=${filters}` } as const;
  return listed.parse(JSON.parse(await askEngine(socketPath, asked, signal))).map(({ Id }) => Id);
}

/** Gives the engine the images of an archive, whether it has them already or not. */
export async function loadArchive(socketPath: string, archive: string, signal: AbortSignal): Promise<void> {
  const failure = {
    message: `The bundled images ${archive} were not loaded within ${loadDeadlineMs / 1000} s.`,
    hint: 'Load them by hand: `slipway docker load -i FILE`.',
  };
  const loading = { method: 'POST', path: '/images/load?quiet=1', contentType: 'application/x-tar' } as const;
  await withDeadline(loadDeadlineMs, signal, failure, (inner) =>
    askEngine(socketPath, { ...loading, body: createReadStream(archive) }, inner),
  );
}
