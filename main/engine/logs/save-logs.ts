import { Readable } from 'node:stream';
import type { LogSaving } from '../../contract/engine/logs.ts';
import { receiveFile } from '../../util/receive-file.ts';
import { delay } from '../../util/wait.ts';
import type { LogRoster } from './log-events.ts';
import { logText, type SaveParameters } from './log-text.ts';
import type { OpenLogs } from './open-log.ts';

/** Milliseconds between two words on how far it has come. */
const progressMs = 250;

/** Writes logs to a file, and says how far it has come; the last piece is of the file that is whole. Aborting leaves no file. */
export async function* saveLogs(
  open: OpenLogs,
  roster: LogRoster,
  parameters: SaveParameters,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<LogSaving, void, void> {
  let bytes = 0;
  let lines = 0;
  const unreadable: string[] = [];
  const hear = {
    onLine: () => {
      lines += 1;
    },
    onUnreadable: (name: string) => unreadable.push(name),
  };
  // Pieces of a quarter of a megabyte: more than one waiting would be of no use.
  const text = Readable.from(logText(open, roster, parameters, hear, signal), { highWaterMark: 1 });
  const count = (written: number) => {
    bytes = written;
  };
  let isDone = false;
  const done = receiveFile(path, text, count, signal).finally(() => {
    isDone = true;
  });
  // It is waited for below; until then nobody listens.
  done.catch(() => undefined);
  while (!isDone) {
    yield { bytes, lines, unreadable: [] };
    const passed = new AbortController();
    await Promise.race([done, delay(progressMs, passed.signal)]).finally(() => passed.abort());
  }
  await done;
  yield { bytes, lines, unreadable };
}
