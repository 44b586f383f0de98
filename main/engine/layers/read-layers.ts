import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { extract, type Header } from 'tar-stream';
import type { LayerFile, LayerFileKind } from '../../contract/engine/image-layers.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { askStream, pathOfName } from '../ask.ts';

/** Most paths that are kept of a layer: a root file system of Debian's has ten thousand. */
export const mostFiles = 200_000;

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
  const archive = await askStream(engine, { method: 'GET', path: `/images/${pathOfName(id)}/get` }, signal);
  return layersIn(archive, layers, onBytes, signal);
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
  let [bytes, told] = [0, 0];
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
      else found.set(layer, await readLayer(entry as unknown as Readable));
    }
  } finally {
    signal.removeEventListener('abort', stop);
    archive.destroy();
  }
  return found;
}

async function readLayer(archive: Readable): Promise<Layer> {
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
    else if (files.length < mostFiles) files.push(file);
    else isCut = true;
  }
  return { files, opaque, isCut };
}

/** What an entry of a layer's archive stands for; undefined for the root and for what is not a part of the file system. */
function describeEntry(header: Header): Omit<LayerFile, 'change'> | { readonly opaque: string } | undefined {
  const path = `/${header.name.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')}`;
  if (path === '/') return undefined;
  const at = path.lastIndexOf('/');
  const [folder, name] = [path.slice(0, at), path.slice(at + 1)];
  // Of the layers' format: a file of such a name takes another away, or all that is below its folder.
  if (name === '.wh..wh..opq') return { opaque: folder === '' ? '/' : folder };
  if (name.startsWith('.wh..wh.')) return undefined;
  const removed = name.startsWith('.wh.');
  const kind = removed ? 'gone' : kinds[header.type];
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

/** A hard link's target is a path of the archive, a symbolic one's whatever was written. */
function linkTarget({ type, linkname }: Header): string {
  return type === 'link' ? `/${linkname.replace(/^(\.?\/)+/, '')}` : linkname;
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
      message: 'The layer is not in what the engine wrote of its image.',
      hint: 'An engine that keeps its layers packed writes them in another form: `slipway docker save` has them.',
    });
  const below = new Set<string>();
  for (const lower of layers.slice(0, layers.indexOf(layer)))
    for (const { path, kind } of read.get(lower)?.files ?? [])
      if (kind === 'gone') below.delete(path);
      else below.add(path);
  const files = own.files.map(
    (file): LayerFile => ({
      ...file,
      change: file.kind === 'gone' ? 'removed' : below.has(file.path) ? 'changed' : 'added',
    }),
  );
  for (const folder of own.opaque)
    files.push({
      ...{ path: `${folder === '/' ? '' : folder}/*`, kind: 'gone', change: 'removed', size: 0, mode: 0 },
      ...{ user: 0, group: 0, target: '' },
    });
  return { files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)), isCut: own.isCut };
}
