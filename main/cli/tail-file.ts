import type { FileHandle } from 'node:fs/promises';
import { open, readFile, stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { delay } from '../util/wait.ts';

/** Milliseconds between two looks at a file that is followed. */
const lookEveryMs = 200;

/** The last `lines` lines of a log, the older files that it was rotated into (PATH.1, PATH.2, ...) included. */
export async function lastLines(path: string, lines: number): Promise<readonly string[]> {
  let found: string[] = [];
  for (let number = 0; found.length < lines; number += 1) {
    const text = await readFile(number === 0 ? path : `${path}.${number}`, 'utf8').catch(() => undefined);
    if (text === undefined) {
      // A file may be absent for the moment between a rotation and the next entry.
      if (number > 0) break;
      continue;
    }
    if (text !== '') found = [...text.replace(/\n$/, '').split('\n'), ...found];
  }
  return found.slice(Math.max(0, found.length - lines));
}

/**
 * Gives `listener` whatever is added to a file from `position` (bytes) on, until the signal aborts. A file that is
 * renamed away is read to its end before the new one is begun; one that was cut short is read from its beginning.
 */
export async function followFile(
  path: string,
  position: number,
  signal: AbortSignal,
  listener: (text: string) => void,
): Promise<void> {
  let file: FileHandle | undefined;
  let at = position;
  let decoder = new StringDecoder('utf8');
  try {
    while (!signal.aborted) {
      file ??= await open(path, 'r').catch(() => undefined);
      if (file !== undefined) {
        // Asked before reading: what is written to the old file between the two is then read below.
        const renamed = await wasReplaced(file, path);
        if ((await file.stat()).size < at) at = 0;
        at += await readOn(file, at, decoder, listener);
        if (renamed) {
          await file.close();
          file = undefined;
          at = 0;
          decoder = new StringDecoder('utf8');
          continue;
        }
      } else at = 0;
      await delay(lookEveryMs, signal).catch(() => undefined);
    }
  } finally {
    await file?.close();
  }
}

async function readOn(
  file: FileHandle,
  position: number,
  decoder: StringDecoder,
  listener: (text: string) => void,
): Promise<number> {
  const chunk = Buffer.alloc(65_536);
  let total = 0;
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position + total);
    if (bytesRead === 0) return total;
    total += bytesRead;
    listener(decoder.write(chunk.subarray(0, bytesRead)));
  }
}

async function wasReplaced(file: FileHandle, path: string): Promise<boolean> {
  const [ours, there] = await Promise.all([file.stat(), stat(path).catch(() => undefined)]);
  return there !== undefined && (there.ino !== ours.ino || there.dev !== ours.dev);
}
