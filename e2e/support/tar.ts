import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

/** An archive of files: their paths and contents. */
export async function tarOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
  archive.finalize();
  return buffer(archive);
}
