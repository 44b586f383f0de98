import { assertNever } from '../../../../main/contract/assert-never.ts';
import type { LogContainer, LogLines, LogPiece } from '../../../../main/contract/engine/logs.ts';
import { type Failure, toFailure } from '../../../../main/contract/errors.ts';
import type { Expression } from '../search/expression.ts';
import type { OpenSearch } from '../search/open-search-worker.ts';
import { Searcher } from '../search/searcher.ts';
import { LineList } from '../store/line-list.ts';
import { type LogLimits, LogStore } from '../store/log-store.ts';
import { isFiltering, noFilter, type OriginFilter, passesFilter } from './origin-filter.ts';
import { everyLineOf, type ShownLines } from './shown-lines.ts';

/** How a log comes along. */
export type LogPhase =
  /** What was there before comes. */
  | { readonly kind: 'reading' }
  | { readonly kind: 'following' }
  /** The engine has gone; it is tried again. Untrusted text in the message. */
  | { readonly kind: 'away'; readonly message: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Milliseconds between two words of it to who shows it: nobody reads faster. */
const announceMs = 40;

/** The same while what was there before comes: nobody reads it as it rushes by, and a picture costs as much as thousands of lines. */
const announceReadingMs = 250;

/** One open log: what has come of it, what is shown of that, and what is searched for in it. */
export class LogSession {
  readonly store: LogStore;
  readonly searcher: Searcher;
  /** In the order in which they joined. */
  containers: readonly LogContainer[] = [];
  /** Why the logs of some containers cannot be read, by their place. Untrusted. */
  unreadable: ReadonlyMap<number, string> = new Map();
  phase: LogPhase = { kind: 'reading' };
  /** When what was shown was cleared away, in milliseconds since 1970. */
  clearedAt: number | null = null;
  filter: OriginFilter = noFilter;
  onlyFound = false;
  private readonly every: ShownLines;
  private filtered: LineList | undefined;
  /** By the place of each container. */
  private passes: boolean[] = [];
  private version = 0;
  private announcedAt = 0;
  private dueAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly closed = new AbortController();

  /** Opens it at once. `read` reads the stream; `search` opens what searches. */
  constructor(
    read: (signal: AbortSignal) => AsyncIterable<LogPiece>,
    search: OpenSearch,
    limits?: LogLimits,
  ) {
    this.store = new LogStore(limits);
    this.every = everyLineOf(this.store);
    this.searcher = new Searcher(
      this.store,
      (container) => this.passes[container] ?? true,
      search,
      () => this.changed(),
    );
    void this.follow(read);
  }

  /** What is shown, in order. */
  get shown(): ShownLines {
    if (this.onlyFound && this.searcher.phase !== 'none') return this.searcher.found;
    return this.filtered ?? this.every;
  }

  /** For React: hears of changes; the answer stops it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** For React: another number after each change. */
  readonly readVersion = (): number => this.version;

  /** Shows the lines of some containers alone. */
  setFilter(filter: OriginFilter): void {
    if (filter === this.filter) return;
    this.filter = filter;
    this.judge();
    this.filtered = undefined;
    if (isFiltering(filter)) {
      this.filtered = new LineList();
      this.select(this.store.first);
    }
    if (this.expression !== null) this.searcher.search(this.expression);
    this.changed();
  }

  /** Searches for an expression, and shows either all lines or those alone in which it was found. */
  setSearch(expression: Expression | null, onlyFound: boolean): void {
    if (expression !== this.expression) {
      this.expression = expression;
      this.searcher.search(expression);
    }
    this.onlyFound = onlyFound;
    this.changed();
  }

  /** Takes away what is shown; what comes shows as before. */
  clear(now: number): void {
    this.store.clear();
    this.clearedAt = now;
    this.drop();
    this.changed();
  }

  /** Ends it. */
  close(): void {
    this.closed.abort();
    this.searcher.dispose();
    clearTimeout(this.timer);
    this.listeners.clear();
  }

  private expression: Expression | null = null;

  private async follow(read: (signal: AbortSignal) => AsyncIterable<LogPiece>): Promise<void> {
    const { signal } = this.closed;
    try {
      for await (const piece of read(signal)) {
        if (signal.aborted) return;
        this.take(piece);
      }
    } catch (error) {
      if (signal.aborted) return;
      this.phase = { kind: 'failed', failure: toFailure(error) };
      this.changed();
    }
  }

  private take(piece: LogPiece): void {
    switch (piece.kind) {
      case 'lines':
        this.add(piece);
        this.changed(this.phase.kind === 'reading' ? announceReadingMs : announceMs);
        return;
      case 'joined':
        this.containers = [...this.containers, ...piece.containers];
        this.judge();
        break;
      case 'caught-up':
        this.phase = { kind: 'following' };
        // Whoever waits for all of it need not wait for the next picture.
        this.announce();
        return;
      case 'unreadable':
        this.unreadable = new Map(this.unreadable).set(piece.container, piece.message);
        break;
      case 'away':
        this.phase = { kind: 'away', message: piece.message };
        break;
      default:
        assertNever(piece);
    }
    this.changed();
  }

  private add(piece: LogLines): void {
    const from = this.store.end;
    this.store.add(piece);
    this.drop();
    this.select(from);
    this.searcher.advance();
  }

  private select(from: number): void {
    const { filtered } = this;
    if (filtered === undefined) return;
    this.store.select(
      from,
      (container) => this.passes[container] ?? true,
      (line) => filtered.push(line),
    );
  }

  private drop(): void {
    this.filtered?.dropBefore(this.store.first);
    this.searcher.found.dropBefore(this.store.first);
  }

  private judge(): void {
    this.passes = this.containers.map((container) => passesFilter(this.filter, container));
  }

  /** Says so soon, and not before `pause` milliseconds have passed since the last time. */
  private changed(pause = announceMs): void {
    const now = performance.now();
    const due = Math.max(now + announceMs, this.announcedAt + pause);
    if (this.timer !== undefined && this.dueAt <= due) return;
    clearTimeout(this.timer);
    this.dueAt = due;
    this.timer = setTimeout(() => this.announce(), due - now);
  }

  private announce(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.announcedAt = performance.now();
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}
