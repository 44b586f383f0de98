import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { extract, type Header } from 'tar-stream';
import type { LayerFile, LayerFileKind } from '../../contract/engine/image-layers.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { askStream, pathOfName } from '../ask.ts';

/** Most paths that are kept of an image: a root file system of Debian's has ten thousand. */
export const mostFiles = 300_000;

/** Milliseconds for which the engine may be silent: it packs the whole image before it sends the first byte. */
const silenceMs = 120_000;

/** Progress is told this often, in bytes. */
const tellEveryBytes = 4 * 1024 * 1024;

/** What a layer holds, in the order of its archive; `isCut` when there is more. */
export interface Layer {
  readonly files: readonly Omit<LayerFile, 'change'>[];
  /** Folders of which it hides everything that lower layers have there. */
  readonly opaque: readonly string[];
  readonly isCut: boolean;
}

/**
 * Reads what is in each layer of an image, by diff id, from the archive that the engine writes of it. No file's content is
 * kept. `onBytes` hears how much has been read.
 */
export async function readLayers(
  engine: Docker,
  id: string,
  layers: readonly string[],
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Layer>> {
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  const timer = setTimeout(() => silence.abort(silent()), silenceMs);
  try {
    const asked = { method: 'GET', path: `/images/${pathOfName(id)}/get` } as const;
    const archive = await askStream(engine, asked, either);
    archive.on('data', () => timer.refresh());
    return await layersIn(archive, layers, onBytes, either);
  } catch (error) {
    throw silence.signal.aborted ? silence.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

function silent(): SlipwayError {
  return new SlipwayError({
    code: 'deadline-exceeded',
    message: `Could not read the layers of the image: the engine sent nothing for ${silenceMs / 1_000} seconds.`,
    hint: 'The engine may be busy: look at its console, or restart it.',
  });
}

/** The layers in an image's archive (OCI's layout: each layer under the SHA-256 of its own plain archive). */
export async function layersIn(
  archive: Readable,
  layers: readonly string[],
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Layer>> {
  const wanted = new Map(layers.map((layer) => [`blobs/${layer.replace(':', '/')}`, layer]));
  const found = new Map<string, Layer>();
  let [bytes, told, room] = [0, 0, mostFiles];
  const outer = extract();
  const stop = () => archive.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  archive.on('error', (error) => outer.destroy(error));
  archive.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes - told < tellEveryBytes) return;
    told = bytes;
    onBytes(bytes);
  });
  archive.pipe(outer);
  try {
    for await (const entry of outer) {
      const layer = wanted.get(entry.header.name);
      if (layer === undefined) entry.resume();
      else {
        const read = await readLayer(entry as unknown as Readable, room);
        room -= read.files.length;
        found.set(layer, read);
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
    archive.destroy();
  }
  return found;
}

async function readLayer(archive: Readable, most: number): Promise<Layer> {
  const files: Omit<LayerFile, 'change'>[] = [];
  const opaque: string[] = [];
  let isCut = false;
  const inner = extract();
  archive.on('error', (error) => inner.destroy(error));
  archive.pipe(inner);
  for await (const entry of inner) {
    entry.resume();
    const file = describeEntry(entry.header);
    if (file === undefined) continue;
    if ('opaque' in file) opaque.push(file.opaque);
    else if (files.length < most) files.push(file);
    else isCut = true;
  }
  return { files, opaque, isCut };
}

/** What an entry of a layer's archive stands for; undefined for the root and for what is not a part of the file system. */
function describeEntry(header: Header): Omit<LayerFile, 'change'> | { readonly opaque: string } | undefined {
  const path = `/${withoutEnd(header.name.replace(/^(\.?\/)+/, ''))}`;
  if (path === '/') return undefined;
  const at = path.lastIndexOf('/');
  const [folder, name] = [path.slice(0, at), path.slice(at + 1)];
  // Of the layers' format: a file of such a name takes another away, or all that is below its folder.
  if (name === '.wh..wh..opq') return { opaque: folder === '' ? '/' : folder };
  if (name.startsWith('.wh..wh.')) return undefined;
  const removed = name.startsWith('.wh.');
  const kind = removed ? 'gone' : kindOf(header.type);
  return {
    path: removed ? `${folder}/${name.slice('.wh.'.length)}` : path,
    kind,
    size: kind === 'file' ? header.size : 0,
    mode: header.mode & 0o7777,
    user: header.uid,
    group: header.gid,
    target: kind === 'link' ? linkTarget(header) : '',
  };
}

/** A path without the slashes at its end. An expression would look at each of a million slashes a million times. */
function withoutEnd(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

/** A hard link's target is a path of the archive, a symbolic one's whatever was written. */
function linkTarget({ type, linkname }: Header): string {
  return type === 'link' ? `/${linkname.replace(/^(\.?\/)+/, '')}` : linkname;
}

/** Of a type that tar-stream does not know it is null; POSIX has those read as plain files. */
function kindOf(type: Header['type'] | null): LayerFileKind {
  return type === null ? 'file' : kinds[type];
}

const kinds: Readonly<Record<Header['type'], LayerFileKind>> = {
  file: 'file',
  'contiguous-file': 'file',
  link: 'link',
  symlink: 'link',
  directory: 'folder',
  'character-device': 'character-device',
  'block-device': 'block-device',
  fifo: 'pipe',
};

/**
 * The files of the layer `layer`, by path, with what each does to the layers below it (`layers`, the lowest first). Throws
 * when it is not among those that were read.
 */
export function describeLayer(
  read: ReadonlyMap<string, Layer>,
  layers: readonly string[],
  layer: string,
): { readonly files: readonly LayerFile[]; readonly isCut: boolean } {
  const own = read.get(layer);
  if (own === undefined)
    throw new SlipwayError({
      code: 'engine-request-failed',
      message: 'This engine stores its layers compressed; Slipway cannot list their files.',
      hint: 'An engine that stores its layers compressed writes them so: `slipway docker save` has them.',
    });
  // The nearest first: what it says of a path hides what those further down say.
  const below = layers
    .slice(0, layers.indexOf(layer))
    .toReversed()
    .map((lower) => placesIn(read.get(lower)));
  const files = own.files.map(
    (file): LayerFile => ({
      ...file,
      change: file.kind === 'gone' ? 'removed' : isBelow(file.path, below) ? 'changed' : 'added',
    }),
  );
  for (const folder of own.opaque)
    files.push({
      ...{ path: `${folder === '/' ? '' : folder}/*`, kind: 'gone', change: 'removed', size: 0, mode: 0 },
      ...{ user: 0, group: 0, target: '' },
    });
  return { files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)), isCut: own.isCut };
}

/** What a layer says of paths. */
interface Places {
  readonly there: ReadonlySet<string>;
  /** With all that is below them. */
  readonly gone: ReadonlySet<string>;
  /** Folders of which all is hidden that lower layers have in them. */
  readonly opaque: ReadonlySet<string>;
}

function placesIn(layer: Layer | undefined): Places {
  const [there, gone] = [new Set<string>(), new Set<string>()];
  for (const { path, kind } of layer?.files ?? []) (kind === 'gone' ? gone : there).add(path);
  return { there, gone, opaque: new Set(layer?.opaque) };
}

/** Whether something is at a path before the layers that hide it, the nearest first. */
function isBelow(path: string, layers: readonly Places[]): boolean {
  for (const { there, gone, opaque } of layers) {
    if (there.has(path)) return true;
    if (gone.has(path)) return false;
    if (gone.size + opaque.size === 0) continue;
    for (let at = path.lastIndexOf('/'); at >= 0; at = at === 0 ? -1 : path.lastIndexOf('/', at - 1)) {
      const folder = at === 0 ? '/' : path.slice(0, at);
      if (gone.has(folder) || opaque.has(folder)) return false;
    }
  }
  return false;
}
