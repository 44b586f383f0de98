import type { StreamParametersOf } from '../../../../main/contract/streams.ts';
import type { windowStreams } from '../../../../main/contract/window.ts';
import { call } from '../../../bridge.ts';
import { readStream } from '../../../read-stream.ts';
import { withCarrier } from '../../../state/carriers-store.ts';
import { notify, notifyFailure } from '../../../state/notices.ts';
import { formatLines } from '../../../text/format.ts';
import { visibleName, visibleText } from '../../../text/visible-text.ts';

type SaveParameters = Omit<StreamParametersOf<(typeof windowStreams)['logs.save']>, 'target'>;

/**
 * Asks where to, writes a log there whatever view is shown meanwhile, and says what came of it. `name` to begin with, without its
 * ending. Never rejects.
 */
export async function saveLog(name: string, parameters: SaveParameters): Promise<void> {
  try {
    const target = await call('files.chooseTarget', {
      title: 'Save the log',
      name: `${name}.log`,
      kinds: [{ name: 'Logs', extensions: ['log', 'txt'] }],
    });
    if (target !== null) await write(target, parameters);
  } catch (error) {
    notifyFailure(error);
  }
}

async function write(
  { id, path }: { readonly id: string; readonly path: string },
  parameters: SaveParameters,
): Promise<void> {
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const text = await withCarrier({ title: `Saving ${visibleName(file)}` }, async (report, signal) => {
    let last = { lines: 0, unreadable: [] as readonly string[] };
    for await (const piece of readStream('logs.save', { ...parameters, target: id }, signal)) {
      last = piece;
      report({ bytes: piece.bytes, lines: piece.lines });
    }
    return signal.aborted ? 'The log was not saved.' : savedText(path, last.lines, last.unreadable);
  });
  notify({ kind: 'done', text });
}

function savedText(path: string, lines: number, unreadable: readonly string[]): string {
  const saved = `Saved ${formatLines(lines)} to ${visibleText(path)}.`;
  if (unreadable.length === 0) return saved;
  return `${saved} The engine does not keep the logs of ${unreadable.map(visibleText).join(', ')}.`;
}
