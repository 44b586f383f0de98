import type { z } from 'zod';
import type { LogContainer, LogPiece, logStreams } from '../../contract/engine/logs.ts';
import { SlipwayError, toFailure } from '../../contract/errors.ts';
import { delay } from '../../util/wait.ts';
import { withEngineBeginning, withEngineDeadline } from '../deadlines.ts';
import { createGatherer, type Gatherer } from './gatherer.ts';
import type { LogPosition } from './line-assembler.ts';
import { LinesBuilder, pieceBytes } from './lines-builder.ts';
import type { LogBlock } from './log-block.ts';
import { isAmong, type LogRoster } from './log-events.ts';
import { type HistorySource, mergeHistory, type Remainder } from './merge-history.ts';
import type { OpenLogs } from './open-log.ts';
import { readLastTime, readLog } from './read-log.ts';
import { stampOf, toMilliseconds } from './stamp.ts';
import { type LogTrouble, troubleOf, untilGone } from './trouble.ts';

/** What is asked for, checked. */
export type FollowParameters = z.output<(typeof logStreams)['logs.follow']['parameters']>;

/** Milliseconds before the first new try after the engine was lost; doubled up to the longest. */
const firstRetryMs = 250;
const longestRetryMs = 5_000;

/** Containers that are asked for their last line at once. */
const askAtOnce = 16;

/** A container that takes part, over all connections. */
interface Followed {
  readonly container: LogContainer;
  readonly index: number;
  /** Whoever reads has heard that it takes part. */
  isTold: boolean;
  /** How far it was read in what was handed on: behind it the next connection begins. */
  position: LogPosition | undefined;
  isReading: boolean;
  /** It has started again while its log was still read: there is more behind its end. */
  hasRestarted: boolean;
}

type Arrival =
  | { readonly kind: 'block'; readonly index: number; readonly block: LogBlock }
  | { readonly kind: 'piece'; readonly piece: LogPiece };

/**
 * Follows logs until the signal aborts: what was there already in the order of time, then what comes as it comes. Containers
 * that start later join. When the engine goes away it is tried again, and each log goes on behind its last line.
 */
export async function* followLogs(
  open: OpenLogs,
  roster: LogRoster,
  parameters: FollowParameters,
  signal: AbortSignal,
): AsyncGenerator<LogPiece, void, void> {
  const followed = new Map<string, Followed>();
  let retryMs = firstRetryMs;
  let isAway = false;
  while (!signal.aborted) {
    const connection = new AbortController();
    const disconnect = () => connection.abort(signal.reason);
    signal.addEventListener('abort', disconnect, { once: true });
    try {
      for await (const piece of follow(open, roster, parameters, followed, connection.signal)) {
        if (piece.kind === 'caught-up') {
          isAway = false;
          retryMs = firstRetryMs;
        }
        yield piece;
      }
    } catch (error) {
      if (signal.aborted) return;
      // Nothing more of it is to come while the news of its end is taken in.
      connection.abort();
      if (!isAway) yield { kind: 'away', message: toFailure(error).message };
      isAway = true;
    } finally {
      signal.removeEventListener('abort', disconnect);
      connection.abort();
    }
    await delay(retryMs, signal).catch(() => undefined);
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  }
}

/** One connection: ends by throwing, once all that was read is sent. */
async function* follow(
  open: OpenLogs,
  roster: LogRoster,
  { sources, since, tail }: FollowParameters,
  followed: Map<string, Followed>,
  signal: AbortSignal,
): AsyncGenerator<LogPiece, void, void> {
  const arrivals = createGatherer<Arrival>(pieceBytes * 2);
  for (const one of followed.values()) {
    one.isReading = false;
    one.hasRestarted = false;
  }

  const join = (container: LogContainer): Followed => {
    const one = {
      container,
      index: followed.size,
      isTold: false,
      position: undefined,
      isReading: false,
      hasRestarted: false,
    };
    followed.set(container.id, one);
    byIndex.set(one.index, one);
    return one;
  };
  const read = (one: Followed, isNew: boolean) => {
    const from = one.position;
    const question = {
      id: one.container.id,
      follow: true,
      since: from?.stamp ?? (since === null ? null : stampOf(since)),
      // A log that goes on, or that begins now, is read whole: a part could leave out lines.
      tail: from !== undefined || isNew ? null : tail,
    };
    return untilGone(readLog(open, question, from, signal));
  };
  const byIndex = new Map([...followed.values()].map((one) => [one.index, one]));
  const linesTo = () =>
    new LinesBuilder((index, { position }) => {
      const one = byIndex.get(index);
      if (one !== undefined && position !== undefined) one.position = position;
    });

  // Listening comes before asking, or what starts between the two would be missed.
  const starts = await untilListening(roster, signal);
  const listed = (await roster.list(signal)).filter((container) => isAmong(sources, container));
  for (const container of listed) if (!followed.has(container.id)) join(container);
  // Some may have joined when the last connection ended, and nobody heard of it. Their places are the last ones.
  const untold = [...followed.values()].filter(({ isTold }) => !isTold);
  for (const one of untold) one.isTold = true;
  if (untold.length > 0) yield { kind: 'joined', containers: untold.map(({ container }) => container) };

  const histories: HistorySource[] = [];
  const present = listed.flatMap(({ id }) => followed.get(id) ?? []);
  for (let at = 0; at < present.length; at += askAtOnce) {
    const asked = await Promise.all(
      present
        .slice(at, at + askAtOnce)
        .map(async (one) => ({ one, last: await lastTime(open, one, signal) })),
    );
    for (const { one, last } of asked) {
      if (last.kind === 'gone') continue;
      if (last.kind === 'unreadable') {
        yield { kind: 'unreadable', container: one.index, message: last.message };
        continue;
      }
      one.isReading = true;
      // What was there before the last connection ended is no history any more: nothing of it is waited for.
      const isHad = one.position !== undefined && (last.time ?? 0) <= toMilliseconds(one.position.stamp);
      const isOld = last.time === undefined || isHad || (since !== null && last.time < since);
      histories.push({
        container: one.index,
        blocks: read(one, false),
        until: isOld ? undefined : last.time,
      });
    }
  }

  const pump = async (one: Followed, blocks: AsyncIterator<LogBlock, void, void>, first?: Remainder) => {
    if (first?.block !== undefined && first.from < first.block.ends.length) {
      const { block, from } = first;
      await arrivals.add({ kind: 'block', index: one.index, block: restOf(block, from) }, block.bytes.length);
    }
    let next = first?.next ?? blocks.next();
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      await arrivals.add({ kind: 'block', index: one.index, block: value }, value.bytes.length);
      next = blocks.next();
    }
  };
  const keep = async (one: Followed, begin: () => Promise<void>) => {
    one.isReading = true;
    let run = begin;
    let isAgain = false;
    do {
      try {
        await run();
      } catch (error) {
        const reason = troubleOf(error);
        if (reason?.kind !== 'unreadable') return arrivals.fail(error);
        await sayUnreadable(arrivals, one.index, reason.message);
      }
      run = () => pump(one, read(one, true));
      // Looked at after the run alone: it may have started again before this one began.
      isAgain = one.hasRestarted;
      one.hasRestarted = false;
    } while (isAgain && !signal.aborted);
    one.isReading = false;
  };
  const listen = async () => {
    try {
      for await (const container of starts) {
        if (!isAmong(sources, container)) continue;
        const known = followed.get(container.id);
        const one = known ?? join(container);
        if (known === undefined)
          await arrivals.add({ kind: 'piece', piece: { kind: 'joined', containers: [container] } }, 0);
        if (one.isReading) one.hasRestarted = true;
        else void keep(one, () => pump(one, read(one, true)));
      }
      throw gone();
    } catch (error) {
      arrivals.fail(error);
    }
  };

  void listen();
  const remainders = yield* mergeHistory(histories, linesTo(), signal);
  for (const remainder of remainders) {
    const one = byIndex.get(remainder.source.container);
    if (one !== undefined) void keep(one, () => pump(one, remainder.source.blocks, remainder));
  }
  const ended = new Set(histories.map(({ container }) => container));
  for (const { source } of remainders) ended.delete(source.container);
  for (const index of ended) {
    const one = byIndex.get(index);
    if (one === undefined) continue;
    one.isReading = false;
    if (!one.hasRestarted) continue;
    one.hasRestarted = false;
    void keep(one, () => pump(one, read(one, true)));
  }
  yield { kind: 'caught-up' };

  const lines = linesTo();
  for (;;) {
    for (const arrival of await arrivals.take(signal)) {
      if (arrival.kind === 'block') lines.add(arrival.index, arrival.block);
      else {
        const piece = lines.take();
        if (piece !== undefined) yield piece;
        if (arrival.piece.kind === 'joined')
          for (const { id } of arrival.piece.containers) {
            const one = followed.get(id);
            if (one !== undefined) one.isTold = true;
          }
        yield arrival.piece;
      }
    }
    const piece = lines.take();
    if (piece !== undefined) yield piece;
  }
}

/** Listens for containers that start, until the signal aborts. */
function untilListening(roster: LogRoster, signal: AbortSignal): Promise<AsyncIterable<LogContainer>> {
  return withEngineBeginning('read', 'listen for containers that start', signal, (until) =>
    roster.starts(until),
  );
}

const lastLine = 'read the last line of a log';

type LastLine = { readonly kind: 'read'; readonly time: number | undefined } | LogTrouble;

async function lastTime(open: OpenLogs, one: Followed, signal: AbortSignal): Promise<LastLine> {
  try {
    const ask = (until: AbortSignal) => readLastTime(open, one.container.id, until);
    return { kind: 'read', time: await withEngineDeadline('read', lastLine, signal, ask) };
  } catch (error) {
    signal.throwIfAborted();
    const reason = troubleOf(error);
    if (reason === undefined) throw error;
    return reason;
  }
}

function sayUnreadable(arrivals: Gatherer<Arrival>, container: number, message: string): Promise<void> {
  return arrivals.add({ kind: 'piece', piece: { kind: 'unreadable', container, message } }, 0);
}

function restOf(block: LogBlock, from: number): LogBlock {
  if (from === 0) return block;
  const start = block.ends[from - 1] ?? 0;
  return {
    bytes: block.bytes.subarray(start),
    ends: block.ends.slice(from).map((end) => end - start),
    times: block.times.slice(from),
    errors: block.errors.slice(from),
    position: block.position,
    cuts: new Map(
      [...block.cuts].flatMap(([line, leftOut]) => (line < from ? [] : [[line - from, leftOut]])),
    ),
  };
}

function gone(): SlipwayError {
  return new SlipwayError({
    code: 'engine-unreachable',
    message: 'The engine has gone away.',
    hint: 'Look at the engine’s state; start it when it is stopped.',
  });
}
