import { createLogParser } from './log-parser.ts';
import type { OpenLog } from './open-log.ts';
import { writeStamp } from './stamp.ts';

const lineEnd = Buffer.from('\n');

/**
 * One container's log as the bytes that it wrote, in the order in which the engine has them, with the time before each line or
 * without. No line is put together, so that none can be too long. `onLine` hears of each line's end.
 */
export async function* oneLogText(
  { encoding, stream }: OpenLog,
  withTimes: boolean,
  onLine: () => void,
): AsyncGenerator<Buffer, void, void> {
  let parts: Buffer[] = [];
  // Stdout and stderr: the pieces of their lines come mixed.
  const isWithin = [false, false];
  const parser = createLogParser(encoding, ({ stamp, isError, bytes, from, to, endsLine }) => {
    const place = isError ? 1 : 0;
    if (withTimes && !isWithin[place]) parts.push(Buffer.from(writeStamp(stamp)));
    // The parser only lends them.
    parts.push(Buffer.from(bytes.subarray(from, to)));
    if (endsLine) {
      parts.push(lineEnd);
      onLine();
    }
    isWithin[place] = !endsLine;
  });
  for await (const chunk of stream) {
    parser.push(chunk);
    if (parts.length === 0) continue;
    yield Buffer.concat(parts);
    parts = [];
  }
}
