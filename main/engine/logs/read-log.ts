import { longestLogLine } from '../../contract/engine/logs.ts';
import { LineAssembler, type LogPosition } from './line-assembler.ts';
import type { LogBlock } from './log-block.ts';
import { createLogParser } from './log-parser.ts';
import type { LogQuestion, OpenLogs } from './open-log.ts';

/**
 * Reads one container's log block by block, no faster than it is asked for; `from` is where an earlier reading has stopped.
 * Lines of more than `longest` bytes are cut. Throws when the engine goes away.
 */
export async function* readLog(
  open: OpenLogs,
  question: LogQuestion,
  from: LogPosition | undefined,
  signal: AbortSignal,
  longest: number = longestLogLine,
): AsyncGenerator<LogBlock, void, void> {
  const { encoding, stream } = await open(question, signal);
  const lines = new LineAssembler(encoding, from, longest);
  const parser = createLogParser(encoding, lines.hear);
  for await (const chunk of stream) {
    parser.push(chunk);
    const block = lines.take();
    if (block !== undefined) yield { ...block, position: lines.position() };
  }
}

/** When the last line that is there now was written, in milliseconds since 1970; undefined when there is none. */
export async function readLastTime(
  open: OpenLogs,
  id: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  let last: number | undefined;
  const question = { id, follow: false, since: null, tail: 1 };
  for await (const { times } of readLog(open, question, undefined, signal)) last = times.at(-1);
  return last;
}
