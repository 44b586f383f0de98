import { type FSWatcher, type WatchEventType, watch } from 'node:fs';
import { copyFile, open, rename, stat, truncate } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { ignoreMissing } from '../util/file-errors.ts';

/** Bytes after which the console's file is moved aside; one older file is kept. */
const largestConsoleBytes = 4 * 1024 * 1024;

/** Milliseconds between two looks at a file: at first, and the longest when nothing is said, without notifications and with them. */
const lookEveryMs = { first: 250, longest: 2_000, longestWatched: 8_000 };

/** The guest's console: a file that the VM monitor appends to, whoever watches. */
export interface ConsoleLog {
  /** Hears all output from `position` (bytes) on, also what is there already; answers how to stop. */
  follow(position: number, listener: (text: string) => void): () => void;
  /** The last `bytes` bytes. Empty when there is no console yet. */
  tail(bytes: number): Promise<string>;
  /** Bytes there are. */
  size(): Promise<number>;
  /** Moves a grown file aside: before a VM starts (`running` false), or under one that has it open for appending. */
  rotate(running: boolean): Promise<void>;
}

/** The console in the file at `path`. */
export function openConsoleLog(path: string): ConsoleLog {
  const size = async () => (await stat(path).catch(() => undefined))?.size ?? 0;
  return {
    size,
    follow: (position, listener) => followFile(path, position, listener),
    async tail(bytes) {
      const end = await size();
      const { text } = await readFrom(path, Math.max(0, end - bytes), new StringDecoder('utf8'));
      return text;
    },
    async rotate(running) {
      if (running) {
        if ((await size()) <= largestConsoleBytes) return;
        await copyFile(path, `${path}.1`);
        await truncate(path);
      } else {
        await rename(path, `${path}.1`).catch(ignoreMissing);
      }
    },
  };
}

function followFile(path: string, from: number, listener: (text: string) => void): () => void {
  const decoder = new StringDecoder('utf8');
  let position = from;
  let reading = false;
  let again = false;
  let stopped = false;
  const read = async () => {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    try {
      do {
        again = false;
        const part = await readFrom(path, position, decoder);
        position = part.position;
        if (part.text !== '' && !stopped) listener(part.text);
      } while (again && !stopped);
    } finally {
      reading = false;
    }
  };
  // Notifications make it prompt. Looks are for file systems without them, and for a file that is yet to come; the longer nothing is
  // said, the seldomer, so that an idle host rests.
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;
  let waitMs = lookEveryMs.first;
  let lastSeen = from;
  const unwatch = () => {
    watcher?.close();
    watcher = undefined;
  };
  const hear = (event: WatchEventType) => {
    // A file that is moved aside takes its watcher along; the next one may be there at any time.
    if (event === 'rename') {
      unwatch();
      waitMs = lookEveryMs.first;
      if (timer !== undefined) lookIn(waitMs);
    }
    void read().catch(() => undefined);
  };
  const lookIn = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), milliseconds);
    timer.unref();
  };
  const look = async () => {
    timer = undefined;
    try {
      watcher ??= watch(path, hear).on('error', unwatch);
    } catch {
      // Not there yet.
    }
    await read().catch(() => undefined);
    if (stopped) return;
    const longestMs = watcher === undefined ? lookEveryMs.longest : lookEveryMs.longestWatched;
    waitMs = position === lastSeen ? Math.min(2 * waitMs, longestMs) : lookEveryMs.first;
    lastSeen = position;
    lookIn(waitMs);
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
    unwatch();
  };
}

async function readFrom(
  path: string,
  from: number,
  decoder: StringDecoder,
): Promise<{ readonly text: string; readonly position: number }> {
  // Mostly nothing was added: then it need not be opened.
  const found = await stat(path).catch(ignoreMissing);
  if (found?.size === from) return { text: '', position: from };
  const file = await open(path, 'r').catch(ignoreMissing);
  if (file === undefined) return { text: '', position: 0 };
  try {
    const { size } = await file.stat();
    // A file that is shorter than what was read of it has been moved aside.
    let position = size < from ? 0 : from;
    let text = '';
    while (position < size) {
      const { bytesRead, buffer } = await file.read(
        Buffer.alloc(Math.min(65_536, size - position)),
        0,
        null,
        position,
      );
      if (bytesRead === 0) break;
      text += decoder.write(buffer.subarray(0, bytesRead));
      position += bytesRead;
    }
    return { text, position };
  } finally {
    await file.close();
  }
}
