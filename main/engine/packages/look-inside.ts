import type Docker from 'dockerode';
import { extract } from 'tar-stream';
import { SlipwayError } from '../../contract/errors.ts';
import { askStream } from '../ask.ts';
import { withUnstarted } from '../files/unstarted.ts';

/** Most bytes of what is asked for together: the list of a thousand packages has two or three million. */
const mostBytes = 64 * 1024 * 1024;

/** The files of an image, without anything of it being run. */
export interface ImageFiles {
  /**
   * The regular files at a path, or right in a folder at a path, by their names; none when there is nothing. Links at
   * the end of a path are not followed. Rejects when it is more than `most` bytes, or than any list has.
   */
  read(path: string, signal: AbortSignal, most?: number): Promise<ReadonlyMap<string, string>>;
  /** Whether there is anything at a path. */
  has(path: string, signal: AbortSignal): Promise<boolean>;
}

/** Looks at the files of an image, by a container that is made of it and never started. */
export function lookInside<T>(
  engine: Docker,
  image: string,
  doing: string,
  signal: AbortSignal,
  look: (files: ImageFiles) => Promise<T>,
): Promise<T> {
  return withUnstarted(engine, { image }, doing, signal, (id) => {
    const ask = (path: string, until: AbortSignal) =>
      askStream(engine, { method: 'GET', path: `/containers/${id}/archive`, query: { path } }, until);
    return look({
      read: async (path, until, most = mostBytes) => filesOf(await ask(path, until), path, most, until),
      async has(path, until) {
        const answer = await ask(path, until).catch(absent);
        answer?.destroy();
        return answer !== undefined;
      },
    });
  });
}

/** For `catch`: undefined for what the engine says does not exist. */
export function absent(error: unknown): undefined {
  if ((error as { statusCode?: number } | undefined)?.statusCode !== 404) throw error;
}

async function filesOf(
  answer: NodeJS.ReadableStream & { destroy(): void },
  path: string,
  most: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const archive = extract();
  answer.pipe(archive);
  answer.on('error', (error) => archive.destroy(error));
  const stop = () => archive.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  let bytes = 0;
  try {
    for await (const entry of archive) {
      const pieces: Buffer[] = [];
      for await (const piece of entry as AsyncIterable<Buffer>) {
        bytes += piece.length;
        if (bytes > most) throw tooLarge(path);
        if (entry.header.type === 'file') pieces.push(piece);
      }
      if (entry.header.type === 'file')
        files.set(entry.header.name.split('/').at(-1) ?? '', Buffer.concat(pieces).toString('utf8'));
    }
    return files;
  } finally {
    signal.removeEventListener('abort', stop);
    answer.destroy();
  }
}

function tooLarge(path: string): SlipwayError {
  return new SlipwayError({
    code: 'engine-request-failed',
    message: `${path} of the image is too large to be read.`,
    hint: 'No image needs one of that size: be careful with this one.',
  });
}
