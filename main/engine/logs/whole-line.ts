import { longestLogLine, longestWholeLine, type WholeLine } from '../../contract/engine/logs.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { withEngineDeadline } from '../deadlines.ts';
import type { OpenLogs } from './open-log.ts';
import { readLog } from './read-log.ts';
import { stampOf } from './stamp.ts';

/** Milliseconds by which a time that went through a number may be off: a double holds 1970 to now by 0.0002 ms. */
const tolerance = 0.001;

/** Reads a line that was cut, by its time and stream. Rejects with `not-found` when it is no more in the log. */
export function readWholeLine(
  open: OpenLogs,
  {
    container,
    time,
    isError,
  }: { readonly container: string; readonly time: number; readonly isError: boolean },
  signal: AbortSignal,
): Promise<WholeLine> {
  return withEngineDeadline('read', 'read the line', signal, async (inTime) => {
    const question = { id: container, follow: false, since: stampOf(time - tolerance), tail: null };
    for await (const block of readLog(open, question, undefined, inTime, longestWholeLine)) {
      for (let line = 0; line < block.ends.length; line += 1) {
        const start = line === 0 ? 0 : (block.ends[line - 1] ?? 0);
        const end = (block.ends[line] ?? 0) - 1;
        if (end - start < longestLogLine || block.errors[line] !== Number(isError)) continue;
        if (Math.abs((block.times[line] ?? 0) - time) > tolerance) continue;
        return { text: block.bytes.toString('utf8', start, end), leftOut: block.cuts.get(line) ?? 0 };
      }
    }
    throw new SlipwayError({
      code: 'not-found',
      message: 'The line is no longer in the log.',
      hint: 'The engine has removed it to make room: what is shown of it is what is left.',
    });
  });
}
