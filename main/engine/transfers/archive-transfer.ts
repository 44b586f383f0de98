import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { repositoryAndTag } from '../../contract/engine/image-name.ts';
import { formatSize } from '../../contract/format.ts';
import { namingFile } from '../../util/file-errors.ts';
import { readFailure, receiveFile } from '../../util/receive-file.ts';
import { type Asked, askStream } from '../ask.ts';
import { errorInAnswer } from '../connection.ts';
import { foldLayers } from './fold-layers.ts';
import { type ProgressMessage, readMessages } from './progress-message.ts';
import { whileTalking } from './silence.ts';
import type { Report } from './task.ts';
import { transferFailure } from './transfer-failure.ts';

/** Writes images to a file, as `docker save` does. */
export async function saveImages(
  engine: Docker,
  {
    names,
    path,
    about,
  }: { readonly names: readonly string[]; readonly path: string; readonly about: number },
  report: Report,
  signal: AbortSignal,
): Promise<string> {
  const doing = `save ${names.length === 1 ? names[0] : `${names.length} images`} to ${basename(path)}`;
  return guarded(doing, 'target', signal, async (heard, until) => {
    const answer = await askStream(engine, { method: 'GET', path: '/images/get', query: { names } }, until);
    const onBytes = (bytes: number) => {
      heard();
      report({ bytes, of: Math.max(about, bytes) });
    };
    const bytes = await receiveFile(path, answer, onBytes, until);
    return `Saved ${names.length === 1 ? names[0] : `${names.length} images`} to ${path}, ${formatSize(bytes)}.`;
  });
}

/** Writes all files of a container to a file, as `docker export` does. */
export async function exportContainer(
  engine: Docker,
  { id, name, path }: { readonly id: string; readonly name: string; readonly path: string },
  report: Report,
  signal: AbortSignal,
): Promise<string> {
  return guarded(`export ${name} to ${basename(path)}`, 'target', signal, async (heard, until) => {
    const asked = { method: 'GET', path: `/containers/${encodeURIComponent(id)}/export` } as const;
    const onBytes = (bytes: number) => {
      heard();
      report({ bytes });
    };
    const bytes = await receiveFile(path, await askStream(engine, asked, until), onBytes, until);
    return `Exported the files of ${name} to ${path}, ${formatSize(bytes)}.`;
  });
}

/** Takes in the images of a file, as `docker load` does. */
export async function loadImages(
  engine: Docker,
  path: string,
  report: Report,
  signal: AbortSignal,
): Promise<string> {
  const said: string[] = [];
  await send(
    engine,
    `load ${basename(path)}`,
    path,
    { path: '/images/load', query: { quiet: '0' } },
    report,
    signal,
    (message) => {
      const [, name] = /^Loaded image(?: ID)?: (\S+)/.exec(message.stream ?? '') ?? [];
      if (name !== undefined) said.push(name);
    },
  );
  return said.length === 0 ? `Loaded ${basename(path)}.` : `Loaded ${said.join(', ')}.`;
}

/** Makes an image of one layer from a root file system, as `docker import` does. */
export async function importImage(
  engine: Docker,
  path: string,
  name: string,
  report: Report,
  signal: AbortSignal,
): Promise<string> {
  const { repository: repo, tag } = repositoryAndTag(name);
  const asked = { path: '/images/create', query: { fromSrc: '-', repo, tag } };
  await send(engine, `import ${basename(path)} as ${name}`, path, asked, report, signal, () => undefined);
  return `Imported ${name}.`;
}

/** Sends a file to the engine, and reads what it answers meanwhile. */
async function send(
  engine: Docker,
  doing: string,
  path: string,
  asked: Pick<Asked, 'path' | 'query'>,
  report: Report,
  signal: AbortSignal,
  onMessage: (message: ProgressMessage) => void,
): Promise<void> {
  await guarded(doing, 'file', signal, async (heard, until) => {
    let wrong: unknown;
    const body = Readable.from(
      readFile(path, until, (bytes, of) => {
        heard();
        report({ bytes, of });
      }),
    );
    // The engine's client turns what goes wrong with the file into a broken connection.
    body.on('error', (error) => {
      wrong = error;
    });
    try {
      const headers = { 'Content-Type': 'application/x-tar' };
      const answer = await askStream(engine, { method: 'POST', ...asked, body, headers }, until);
      const fold = foldLayers();
      for await (const message of readMessages(answer, until)) {
        heard();
        if (message.error !== undefined) throw errorInAnswer({ doing }, message.error);
        if (fold.hear(message)) report({ layers: fold.layers() });
        onMessage(message);
      }
    } catch (error) {
      throw wrong ?? error;
    } finally {
      body.destroy();
    }
  });
}

/** The file bit by bit, no faster than it is taken. */
async function* readFile(
  path: string,
  signal: AbortSignal,
  onBytes: (bytes: number, of: number) => void,
): AsyncGenerator<Buffer> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      let bytes = 0;
      onBytes(0, size);
      for await (const chunk of handle.createReadStream({ autoClose: false, highWaterMark: 262_144 })) {
        signal.throwIfAborted();
        yield chunk as Buffer;
        bytes += (chunk as Buffer).length;
        onBytes(bytes, size);
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    try {
      namingFile(path)(error);
    } catch (named) {
      throw readFailure(path, named);
    }
  }
}

/** `kind`: whether the file is read or written. */
async function guarded<T>(
  doing: string,
  kind: 'file' | 'target',
  signal: AbortSignal,
  work: (heard: () => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await whileTalking(doing, signal, work);
  } catch (error) {
    throw signal.aborted ? signal.reason : transferFailure(doing, { kind }, error);
  }
}
