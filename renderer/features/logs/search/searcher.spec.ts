import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogLines } from '../../../../main/contract/engine/logs.ts';
import { LogStore } from '../store/log-store.ts';
import type { Expression } from './expression.ts';
import { createSearchCore, type SearchAnswer, type SearchQuestion } from './search-core.ts';
import { Searcher } from './searcher.ts';

const regular = (text: string): Expression => ({ text, isRegular: true, matchCase: false });

/** A worker that answers when it is told to. */
function fakeWorkers() {
  const answer = createSearchCore();
  const questions: { readonly question: SearchQuestion; readonly hear: (answer: SearchAnswer) => void }[] =
    [];
  const state = { opened: 0, ended: 0, questions, fail: () => {} };
  return {
    state,
    open: (hear: (answer: SearchAnswer) => void, fail: () => void) => {
      state.opened += 1;
      state.fail = fail;
      let isOpen = true;
      return {
        ask: (question: SearchQuestion) => {
          questions.push({ question, hear: (said) => isOpen && hear(said) });
        },
        end: () => {
          isOpen = false;
          state.ended += 1;
        },
      };
    },
    /** Answers what was asked, and what is asked then. */
    work(most = Number.POSITIVE_INFINITY) {
      for (let count = 0; count < most; count += 1) {
        const next = questions.shift();
        if (next === undefined) return;
        next.hear(answer(next.question));
      }
    },
  };
}

function add(store: LogStore, lines: readonly string[], container = 0): void {
  const piece: LogLines = {
    kind: 'lines',
    bytes: new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')),
    times: new Float64Array(lines.length),
    origins: new Uint32Array(lines.length).fill(container * 2),
    cuts: [],
  };
  store.add(piece);
}

function linesOf({ found }: Searcher): readonly (number | undefined)[] {
  return Array.from({ length: found.end - found.first }, (_, index) => found.at(found.first + index));
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(isShown: (container: number) => boolean = () => true) {
  const store = new LogStore();
  const workers = fakeWorkers();
  const onChange = vi.fn();
  const searcher = new Searcher(store, isShown, workers.open, onChange);
  return { store, workers, onChange, searcher };
}

describe('a search', () => {
  it('finds what is there and what comes', () => {
    const { store, workers, searcher } = setUp();
    add(store, ['a', 'b', 'ab']);
    searcher.search(regular('a'));
    expect(searcher.phase).toBe('searching');
    workers.work();
    expect(searcher.phase).toBe('done');
    expect(linesOf(searcher)).toEqual([0, 2]);
    add(store, ['c', 'a']);
    searcher.advance();
    workers.work();
    expect(linesOf(searcher)).toEqual([0, 2, 4]);
  });

  it('goes over many chunks, and forgets what is dropped', () => {
    const store = new LogStore({ lines: 100_000, bytes: 1e9 });
    const workers = fakeWorkers();
    const searcher = new Searcher(
      store,
      () => true,
      workers.open,
      () => undefined,
    );
    for (let at = 0; at < 200; at += 1) add(store, [...Array(999).fill('nothing'), 'needle']);
    searcher.search(regular('needle'));
    workers.work();
    expect(searcher.found.at(searcher.found.first)).toBe(store.first + 999);
    expect(searcher.found.end - searcher.found.first).toBe((store.end - store.first) / 1_000);
    for (let at = 0; at < 100; at += 1) add(store, Array(1_000).fill('nothing'));
    searcher.advance();
    workers.work();
    expect(searcher.found.end - searcher.found.first).toBe((200_000 - store.first) / 1_000);
  });

  it('leaves out containers that are not shown', () => {
    const { store, workers, searcher } = setUp((container) => container === 1);
    add(store, ['a', 'a'], 0);
    add(store, ['a'], 1);
    searcher.search(regular('a'));
    workers.work();
    expect(linesOf(searcher)).toEqual([2]);
  });

  it('that is replaced has no effect any more', () => {
    const { store, workers, searcher } = setUp();
    add(store, ['a', 'b']);
    const same = regular('a');
    searcher.search(same);
    searcher.search(regular('b'));
    searcher.search(same);
    workers.work();
    expect(linesOf(searcher)).toEqual([0]);
  });

  it('that takes too long is given up, and the next one has a new worker', () => {
    const { store, workers, searcher } = setUp();
    add(store, ['a']);
    searcher.search(regular('(a+)+$'));
    vi.advanceTimersByTime(8_000);
    expect(searcher.phase).toBe('slow');
    expect(workers.state.ended).toBe(1);
    workers.work();
    expect(linesOf(searcher)).toEqual([]);
    searcher.search(regular('a'));
    workers.work();
    expect(workers.state.opened).toBe(2);
    expect(linesOf(searcher)).toEqual([0]);
  });

  it('that breaks down is said to, and the next one has a new worker', () => {
    const { store, workers, searcher } = setUp();
    add(store, ['a']);
    searcher.search(regular('a'));
    workers.state.fail();
    expect(searcher.phase).toBe('broken');
    searcher.search(regular('a+'));
    workers.work();
    expect(workers.state.opened).toBe(2);
    expect(linesOf(searcher)).toEqual([0]);
  });

  it('does not wait for one before it that hangs', () => {
    const { store, workers, searcher } = setUp();
    add(store, ['a']);
    searcher.search(regular('(a+)+$'));
    vi.advanceTimersByTime(500);
    searcher.search(regular('a'));
    expect(workers.state.ended).toBe(0);
    vi.advanceTimersByTime(8_000);
    expect(searcher.phase).toBe('searching');
    workers.work();
    expect(linesOf(searcher)).toEqual([0]);
    searcher.search(regular('(a+)+$'));
    vi.advanceTimersByTime(2_000);
    searcher.search(regular('a'));
    expect(workers.state.ended).toBe(2);
  });

  it('says where the expression matches', () => {
    const { workers, searcher } = setUp();
    const hear = vi.fn();
    searcher.search(regular('b'));
    searcher.mark(['abcb', 'x'], hear);
    workers.work();
    expect(hear).toHaveBeenCalledWith([[1, 2, 3, 4], []]);
  });

  it('lets its worker go some time after the last search', () => {
    const { store, workers, searcher } = setUp();
    add(store, ['a']);
    searcher.search(regular('a'));
    workers.work();
    searcher.search(null);
    vi.advanceTimersByTime(19_000);
    expect(workers.state.ended).toBe(0);
    vi.advanceTimersByTime(2_000);
    expect(workers.state.ended).toBe(1);
    expect(searcher.phase).toBe('none');
  });
});
