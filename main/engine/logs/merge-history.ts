import { orAborted } from '../../util/wait.ts';
import type { LogBlock } from './log-block.ts';

/** A container's log, of which the part that was there already is put in order with the others'. */
export interface HistorySource {
  /** The place of its container in the order in which they joined. */
  readonly container: number;
  readonly blocks: AsyncIterator<LogBlock, void, void>;
  /** When the last line of that part was written, in milliseconds since 1970; undefined when there is none. */
  readonly until: number | undefined;
}

/** What is left of a source once its history was sent. */
export interface Remainder {
  readonly source: HistorySource;
  /** The block that it stands in, from this line on. */
  readonly block: LogBlock | undefined;
  readonly from: number;
  /** The next block, when it was asked for already. */
  readonly next: Promise<IteratorResult<LogBlock, void>> | undefined;
}

/** What puts lines together to pieces. */
export interface LineSink<Piece> {
  /** Whether a piece is full. */
  readonly isFull: boolean;
  /** Adds the lines `from` to `to` (not included) of a block of the container that was the `container`th to join. */
  add(container: number, block: LogBlock, from: number, to: number): void;
  /** The piece; undefined when nothing was added since the last time. */
  take(): Piece | undefined;
}

/** Logs that are opened at once: an emulated engine is slow to open each. */
const openAtOnce = 16;

/** Milliseconds for which all others wait for the next lines of one; then it goes on without its place in the order. */
const patienceMs = 10_000;

interface Head {
  readonly source: HistorySource;
  block: LogBlock;
  line: number;
}

/**
 * Yields what the sources had already, in the order of time. Nothing that was read is lost when one of them fails: it ends, the
 * others go on to their ends, and then it throws. Returns what is left of each source that goes on.
 */
export async function* mergeHistory<Piece>(
  sources: readonly HistorySource[],
  builder: LineSink<Piece>,
  signal: AbortSignal,
): AsyncGenerator<Piece, readonly Remainder[], void> {
  const remainders: Remainder[] = [];
  let heads: Head[] = [];
  let failed: { readonly error: unknown } | undefined;

  /** Its next block; undefined when it ends, fails, or takes too long. */
  const load = async (source: HistorySource): Promise<LogBlock | undefined> => {
    const next = source.blocks.next();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, patienceMs, 'late');
    });
    try {
      const outcome = await orAborted(signal, Promise.race([next, late]));
      if (outcome === 'late') remainders.push({ source, block: undefined, from: 0, next });
      else if (!outcome.done) return outcome.value;
    } catch (error) {
      signal.throwIfAborted();
      failed ??= { error };
    } finally {
      clearTimeout(timer);
      next.catch(() => undefined);
    }
    return undefined;
  };

  const waiting: HistorySource[] = [];
  for (const source of sources) {
    if (source.until !== undefined) waiting.push(source);
    else remainders.push({ source, block: undefined, from: 0, next: undefined });
  }
  for (let at = 0; at < waiting.length; at += openAtOnce) {
    const group = waiting.slice(at, at + openAtOnce);
    const loaded = await Promise.all(
      group.map(async (source) => ({ source, block: await load(source), line: 0 })),
    );
    for (const { source, block } of loaded) if (block !== undefined) heads.push({ source, block, line: 0 });
  }

  while (heads.length > 0) {
    const [first, before] = earliest(heads);
    if (first === undefined) break;
    const { source, block, line: from } = first;
    const until = source.until ?? Number.POSITIVE_INFINITY;
    let line = from;
    let isCaughtUp = false;
    while (line < block.times.length && !isCaughtUp) {
      const time = block.times[line] ?? 0;
      // At least one line, or two lines of the same time would wait for each other.
      if (time > before && line > from) break;
      isCaughtUp = time >= until;
      // A log that was cut at its beginning meanwhile starts behind its end: those lines are new.
      line += 1;
    }
    builder.add(source.container, block, from, line);
    first.line = line;
    if (isCaughtUp) {
      heads = heads.filter((head) => head !== first);
      remainders.push({ source, block, from: line, next: undefined });
    } else if (line === block.times.length) {
      const next = await load(source);
      if (next === undefined) heads = heads.filter((head) => head !== first);
      else {
        first.block = next;
        first.line = 0;
      }
    }
    if (builder.isFull) {
      const piece = builder.take();
      if (piece !== undefined) yield piece;
    }
  }
  const piece = builder.take();
  if (piece !== undefined) yield piece;
  if (failed === undefined) return remainders;
  // Nobody goes on with what is left: what was read of it is sent.
  for (const { source, block, from } of remainders) {
    if (block === undefined) continue;
    builder.add(source.container, block, from, block.times.length);
    const rest = builder.take();
    if (rest !== undefined) yield rest;
  }
  throw failed.error;
}

/** The source whose next line is the oldest, and the time of the oldest line of the others. */
function earliest(heads: readonly Head[]): readonly [Head | undefined, number] {
  let first: Head | undefined;
  let firstTime = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  for (const head of heads) {
    const time = head.block.times[head.line] ?? 0;
    if (time < firstTime || first === undefined) {
      second = firstTime;
      firstTime = time;
      first = head;
    } else if (time < second) second = time;
  }
  return [first, second];
}
