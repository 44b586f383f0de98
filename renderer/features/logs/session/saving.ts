import { create } from 'zustand';
import { toFailure } from '../../../../main/contract/errors.ts';
import type { StreamParametersOf } from '../../../../main/contract/streams.ts';
import type { windowStreams } from '../../../../main/contract/window.ts';
import { call } from '../../../bridge.ts';
import { readStream } from '../../../read-stream.ts';
import { notify } from '../../../state/notices.ts';
import { formatCount } from '../../../text/format.ts';
import { visibleText } from '../../../text/visible-text.ts';

/** A log that is being written to a file. */
interface Saving {
  /** Untrusted. */
  readonly path: string;
  readonly bytes: number;
  readonly lines: number;
  readonly cancel: () => void;
}

/** What is being saved; it goes on whatever view is shown. */
export const useSaving = create<{ readonly saving: Saving | null }>(() => ({ saving: null }));

type SaveParameters = Omit<StreamParametersOf<(typeof windowStreams)['logs.save']>, 'target'>;

/** Asks where to, writes a log there, and says what came of it. `name` to begin with, without its ending. */
export async function saveLog(name: string, parameters: SaveParameters): Promise<void> {
  if (useSaving.getState().saving !== null) return;
  try {
    const target = await call('files.chooseTarget', {
      title: 'Save the log',
      name: `${name}.log`,
      kinds: [{ name: 'Logs', extensions: ['log', 'txt'] }],
    });
    if (target !== null) await write(target, parameters);
  } catch (error) {
    notify({ kind: 'failure', failure: toFailure(error) });
  } finally {
    useSaving.setState({ saving: null });
  }
}

async function write(
  { id, path }: { readonly id: string; readonly path: string },
  parameters: SaveParameters,
): Promise<void> {
  const cancelled = new AbortController();
  const cancel = () => cancelled.abort();
  useSaving.setState({ saving: { path, bytes: 0, lines: 0, cancel } });
  let last = { lines: 0, unreadable: [] as readonly string[] };
  for await (const piece of readStream('logs.save', { ...parameters, target: id }, cancelled.signal)) {
    last = piece;
    useSaving.setState({ saving: { path, bytes: piece.bytes, lines: piece.lines, cancel } });
  }
  if (cancelled.signal.aborted) notify({ kind: 'done', text: 'The log was not saved.' });
  else notify({ kind: 'done', text: savedText(path, last.lines, last.unreadable) });
}

function savedText(path: string, lines: number, unreadable: readonly string[]): string {
  const saved = `Saved ${formatCount(lines)} ${lines === 1 ? 'line' : 'lines'} to ${visibleText(path)}.`;
  if (unreadable.length === 0) return saved;
  return `${saved} The engine does not keep the logs of ${unreadable.map(visibleText).join(', ')}.`;
}
