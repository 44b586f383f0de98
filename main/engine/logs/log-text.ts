import type { z } from 'zod';
import type { LogContainer, logStreams } from '../../contract/engine/logs.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { withDeadline } from '../../util/wait.ts';
import type { LogBlock } from './log-block.ts';
import { isAmong, type LogRoster } from './log-events.ts';
import { mergeHistory, type Remainder } from './merge-history.ts';
import { oneLogText } from './one-log-text.ts';
import type { OpenLogs } from './open-log.ts';
import { readLog } from './read-log.ts';
import { stampOf } from './stamp.ts';
import { TextBuilder } from './text-builder.ts';
import { troubleOf } from './trouble.ts';

/** What is asked for, checked. */
export type SaveParameters = z.output<(typeof logStreams)['logs.save']['parameters']>;

/** Hears how the text of logs comes along. */
export interface HearText {
  onLine(): void;
  /** The log of a container cannot be read: it is left out. */
  onUnreadable(name: string): void;
}

/** Most bytes of a line of several logs: it must be in memory whole, so that no other comes into its midst. */
const longestMergedLine = 67_108_864;

/** Milliseconds for which an engine may be silent in the midst of a log that is there already. */
const silenceMs = 60_000;

/**
 * The text of what logs hold now: of one container exactly what it wrote, of several in the order of time with the
 * container before each line. Throws when the only log cannot be read, or the engine goes away.
 */
export async function* logText(
  open: OpenLogs,
  roster: LogRoster,
  { sources, since, tail, withTimes }: SaveParameters,
  hear: HearText,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, void> {
  const containers = (await roster.list(signal)).filter((container) => isAmong(sources, container));
  const questionOf = ({ id }: LogContainer) => ({
    id,
    follow: false,
    since: since === null ? null : stampOf(since),
    tail,
  });
  if (containers.length === 0 && sources.kind === 'chosen') throw noneLeft();
  const [only] = containers;
  if (only !== undefined && containers.length === 1) {
    const log = await open(questionOf(only), signal);
    yield* inTime(oneLogText(log, withTimes, hear.onLine), signal);
    return;
  }

  async function* blocksOf(container: LogContainer): AsyncGenerator<LogBlock, void, void> {
    const blocks = readLog(open, questionOf(container), undefined, signal, longestMergedLine);
    try {
      yield* inTime(blocks, signal);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === undefined) throw error;
      if (trouble.kind === 'unreadable') hear.onUnreadable(container.name);
    }
  }
  const histories = containers.map((container, index) => ({
    container: index,
    blocks: blocksOf(container),
    until: Number.POSITIVE_INFINITY,
  }));
  const builder = new TextBuilder(
    containers.map(({ name }) => name),
    withTimes,
    hear.onLine,
  );
  const remainders = yield* mergeHistory(histories, builder, signal);
  for (const remainder of remainders) yield* restOf(remainder, builder);
}

function noneLeft(): SlipwayError {
  return new SlipwayError({
    code: 'not-found',
    message: 'Could not save the log: none of the chosen containers is there any more.',
    hint: 'What is on the page can be copied from there.',
  });
}

/** What is left of a log that took so long that the others went on without it. */
async function* restOf(
  { source, block, from, next }: Remainder,
  builder: TextBuilder,
): AsyncGenerator<Buffer, void, void> {
  if (block !== undefined) builder.add(source.container, block, from, block.ends.length);
  for (let step = await (next ?? source.blocks.next()); !step.done; step = await source.blocks.next()) {
    builder.add(source.container, step.value, 0, step.value.ends.length);
    const text = builder.take();
    if (text !== undefined) yield text;
  }
  const text = builder.take();
  if (text !== undefined) yield text;
}

/** What is there already comes without long pauses. */
async function* inTime<T>(
  items: AsyncGenerator<T, void, void>,
  signal: AbortSignal,
): AsyncGenerator<T, void, void> {
  const failure = {
    message: `Could not read the log: the engine sent nothing for ${silenceMs / 1_000} seconds.`,
    hint: 'The engine may be busy: look at its console, or restart it.',
  };
  try {
    for (;;) {
      const { done, value } = await withDeadline(silenceMs, signal, failure, () => items.next());
      if (done) return;
      yield value;
    }
  } finally {
    // Not waited for: one that is silent would not hear of it either.
    items.return().catch(() => undefined);
  }
}
