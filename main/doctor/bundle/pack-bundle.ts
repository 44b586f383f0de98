import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { BundleFile } from './gather.ts';

/** An archive (tar, gzip) of texts, in a folder of that name. `madeAt`: milliseconds since 1970. */
export async function packBundle(
  folder: string,
  files: readonly BundleFile[],
  madeAt: number,
): Promise<Uint8Array> {
  const archive = pack();
  for (const { name, text } of files)
    archive.entry({ name: `${folder}/${name}`, mode: 0o600, mtime: new Date(madeAt) }, text);
  archive.finalize();
  return promisify(gzip)(await buffer(archive));
}
