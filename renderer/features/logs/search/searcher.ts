import { LineList } from '../store/line-list.ts';
import type { LogStore } from '../store/log-store.ts';
import type { Expression } from './expression.ts';
import type { OpenSearch, SearchPort } from './open-search-worker.ts';
import type { ChunkPart, SearchAnswer, SearchQuestion } from './search-core.ts';

/** Chunks that are searched by one question: few enough that another expression need not wait for long. */
const chunksAtOnce = 8;

/** Milliseconds for one question. Some expressions take longer than anybody lives (`(a+)+$`). */
const patienceMs = 8_000;

/** Milliseconds after which a question that nobody waits for any more is cut off rather than waited for. */
const tooLongMs = 1_000;

/** Milliseconds after the last search until the worker and the text that it keeps go. */
const keptMs = 20_000;

/** How far a search is. */
export type SearchPhase =
  | 'none'
  | 'searching'
  /** All that is there was searched; what comes is searched as it comes. */
  | 'done'
  /** Given up: the expression takes too long. */
  | 'slow'
  /** Given up: what searches has broken down. */
  | 'broken';

interface Asked {
  /** Of the search that it belongs to. */
  readonly generation: number;
  readonly question: SearchQuestion;
  readonly hear: (answer: SearchAnswer) => void;
}

/** Searches a store, and what comes into it. */
export class Searcher {
  /** The lines that were found, ascending. */
  found = new LineList();
  phase: SearchPhase = 'none';
  private readonly store: LogStore;
  private readonly isShown: (container: number) => boolean;
  private readonly open: OpenSearch;
  private readonly onChange: () => void;
  private expression: Expression | null = null;
  private searchedTo = 0;
  private port: SearchPort | undefined;
  private waiting: Asked[] = [];
  private asked: Asked | undefined;
  private askedAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the searches, and the workers: an answer to an earlier one is of no use, and some never come. */
  generation = 0;
  private isAsking = false;

  /** `isShown` says of which containers lines are looked for; `onChange` hears that something was found, or of another phase. */
  constructor(
    store: LogStore,
    isShown: (container: number) => boolean,
    open: OpenSearch,
    onChange: () => void,
  ) {
    this.store = store;
    this.isShown = isShown;
    this.open = open;
    this.onChange = onChange;
  }

  /** Searches for another expression, one without a problem; null for none. Also begins anew. */
  search(expression: Expression | null): void {
    this.generation += 1;
    this.expression = expression;
    this.found = new LineList();
    this.searchedTo = this.store.first;
    this.phase = expression === null ? 'none' : 'searching';
    this.waiting = [];
    this.isAsking = false;
    if (this.asked !== undefined && performance.now() - this.askedAt > tooLongMs) this.end();
    this.advance();
    if (expression === null) this.endSoon();
    this.onChange();
  }

  /** Goes on with what has come. */
  advance(): void {
    this.found.dropBefore(this.store.first);
    if (this.expression === null || this.isGivenUp() || this.isAsking) return;
    const { store, expression } = this;
    const from = Math.max(this.searchedTo, store.first);
    const chunks = store.chunksFrom(from).slice(0, chunksAtOnce);
    const parts: ChunkPart[] = [];
    const firsts: number[] = [];
    for (const chunk of chunks) {
      const part = { chunk: chunk.share(), from: Math.max(0, from - chunk.first), to: chunk.lines };
      if (part.from >= part.to) continue;
      parts.push(part);
      firsts.push(chunk.first);
    }
    const end = (firsts.at(-1) ?? 0) + (parts.at(-1)?.to ?? 0);
    if (parts.length === 0) {
      this.phase = 'done';
      return;
    }
    this.isAsking = true;
    const oldest = store.chunksFrom(store.first)[0]?.id ?? 0;
    this.ask({ kind: 'lines', expression, parts, oldest }, (answer) => {
      this.isAsking = false;
      this.searchedTo = end;
      answer.forEach((lines, part) => {
        for (const line of lines) this.note((firsts[part] ?? 0) + line);
      });
      this.advance();
      this.onChange();
    });
  }

  /** Says where the expression matches in lines on the screen; nothing when another one is searched for meanwhile. */
  mark(lines: readonly string[], hear: (marks: SearchAnswer) => void): void {
    const { expression } = this;
    if (expression === null || this.isGivenUp()) return;
    this.ask({ kind: 'marks', expression, lines }, hear);
  }

  /** Makes ready what a search will need: somebody is about to begin one. */
  warm(): void {
    const chunks = this.store.chunksFrom(this.store.first).map((chunk) => chunk.share());
    this.ask({ kind: 'warm', chunks }, () => undefined);
  }

  dispose(): void {
    this.expression = null;
    this.end();
  }

  private note(line: number): void {
    if (line >= this.store.first && this.isShown(this.store.containerOf(line))) this.found.push(line);
  }

  private ask(question: SearchQuestion, hear: (answer: SearchAnswer) => void): void {
    this.waiting.push({ question, hear, generation: this.generation });
    this.askNext();
  }

  private askNext(): void {
    if (this.asked !== undefined) return;
    const next = this.waiting.shift();
    if (next === undefined) return;
    this.port ??= this.open(
      (answer) => this.hear(answer),
      () => this.giveUp('broken'),
    );
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.giveUp('slow'), patienceMs);
    this.asked = next;
    this.askedAt = performance.now();
    this.port.ask(next.question);
  }

  private hear(answer: SearchAnswer): void {
    clearTimeout(this.timer);
    const { asked } = this;
    this.asked = undefined;
    if (asked?.generation === this.generation) asked.hear(answer);
    this.askNext();
    if (this.asked === undefined && this.expression === null) this.endSoon();
  }

  private isGivenUp(): boolean {
    return this.phase === 'slow' || this.phase === 'broken';
  }

  private giveUp(why: 'slow' | 'broken'): void {
    const isCurrent = this.asked?.generation === this.generation;
    this.end();
    if (isCurrent && this.expression !== null) this.phase = why;
    this.advance();
    this.onChange();
  }

  private endSoon(): void {
    if (this.asked !== undefined) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(), keptMs);
  }

  private end(): void {
    this.generation += 1;
    clearTimeout(this.timer);
    this.port?.end();
    this.port = undefined;
    this.asked = undefined;
    this.waiting = [];
    this.isAsking = false;
  }
}
