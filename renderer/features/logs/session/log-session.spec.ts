import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogContainer, LogPiece } from '../../../../main/contract/engine/logs.ts';
import { createSearchCore, type SearchAnswer } from '../search/search-core.ts';
import { parametersOf, sourcesOf } from './log-range.ts';
import { LogSession } from './log-session.ts';
import { noFilter, toggled } from './origin-filter.ts';

const container = (name: string, project: string | null): LogContainer => ({
  id: `id of ${name}`,
  name,
  project,
  service: null,
});

/** Lines, each of a container by its place. */
function lines(...said: readonly (readonly [container: number, text: string])[]): LogPiece {
  return {
    kind: 'lines',
    bytes: new TextEncoder().encode(said.map(([, text]) => `${text}\n`).join('')),
    times: new Float64Array(said.length),
    origins: Uint32Array.from(said, ([place]) => place * 2),
    cuts: [],
  };
}

/** A stream that brings what it is told to. */
function fakeStream() {
  const waiting: LogPiece[] = [];
  let wake: () => void = () => undefined;
  let failure: Error | undefined;
  return {
    async *read(signal: AbortSignal): AsyncGenerator<LogPiece> {
      while (!signal.aborted) {
        const piece = waiting.shift();
        if (piece !== undefined) yield piece;
        else if (failure !== undefined) throw failure;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
    async bring(...pieces: readonly LogPiece[]) {
      waiting.push(...pieces);
      wake();
      await vi.advanceTimersByTimeAsync(100);
    },
    async fail(error: Error) {
      failure = error;
      wake();
      await vi.advanceTimersByTimeAsync(100);
    },
  };
}

/** A worker that answers at once, a turn later. */
function openSearch(hear: (answer: SearchAnswer) => void) {
  const answer = createSearchCore();
  return {
    ask: (question: Parameters<typeof answer>[0]) => queueMicrotask(() => hear(answer(question))),
    end: () => undefined,
  };
}

let session: LogSession;
let stream: ReturnType<typeof fakeStream>;
beforeEach(async () => {
  vi.useFakeTimers();
  stream = fakeStream();
  session = new LogSession((signal) => stream.read(signal), openSearch);
  await stream.bring(
    { kind: 'joined', containers: [container('web', 'shop'), container('dns', null)] },
    lines([0, 'get'], [1, 'query'], [0, 'post']),
  );
});
afterEach(() => {
  session.close();
  vi.useRealTimers();
});

const shown = () =>
  Array.from({ length: session.shown.end - session.shown.first }, (_, index) => {
    const line = session.shown.at(session.shown.first + index);
    return line === undefined ? undefined : session.store.line(line)?.text;
  });

describe('an open log', () => {
  it('tells of what comes, not more often than one can read', async () => {
    const hear = vi.fn();
    session.subscribe(hear);
    await stream.bring(...Array.from({ length: 50 }, () => lines([0, 'more'])));
    expect(hear.mock.calls.length).toBeLessThan(5);
    expect(shown()).toHaveLength(53);
  });

  it('tells less often of what was there before, at once of the first lines and of the last', async () => {
    const hear = vi.fn();
    await vi.advanceTimersByTimeAsync(1_000);
    session.subscribe(hear);
    await stream.bring(lines([0, 'first']));
    expect(hear).toHaveBeenCalledTimes(1);
    await stream.bring(lines([0, 'second']));
    expect(hear).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(hear).toHaveBeenCalledTimes(2);
    await stream.bring(lines([0, 'third']));
    expect(hear).toHaveBeenCalledTimes(2);
    session.setFilter({ ...noFilter, projects: toggled(noFilter.projects, 'shop') });
    await vi.advanceTimersByTimeAsync(50);
    expect(hear).toHaveBeenCalledTimes(3);
    await stream.bring(lines([0, 'fourth']), { kind: 'caught-up' });
    expect(hear).toHaveBeenCalledTimes(4);
    await stream.bring(lines([0, 'fifth']));
    expect(hear).toHaveBeenCalledTimes(5);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(hear).toHaveBeenCalledTimes(5);
  });

  it('knows how far it is, and why nothing comes', async () => {
    expect(session.phase.kind).toBe('reading');
    await stream.bring({ kind: 'caught-up' });
    expect(session.phase.kind).toBe('following');
    await stream.bring({ kind: 'away', message: 'gone' });
    expect(session.phase).toEqual({ kind: 'away', message: 'gone' });
    expect(shown()).toEqual(['get', 'query', 'post']);
    await stream.bring(lines([0, 'back']), { kind: 'caught-up' });
    expect(session.phase.kind).toBe('following');
    await stream.fail(new Error('broken'));
    expect(session.phase).toMatchObject({ kind: 'failed', failure: { message: 'broken' } });
    expect(shown()).toEqual(['get', 'query', 'post', 'back']);
  });

  it('says once which logs cannot be read, however often it is told', async () => {
    const unreadable = { kind: 'unreadable', container: 1, message: 'no' } as const;
    await stream.bring(unreadable, unreadable);
    expect([...session.unreadable]).toEqual([[1, 'no']]);
  });

  it('shows some containers alone, those that come later too', async () => {
    session.setFilter({ ...noFilter, projects: toggled(noFilter.projects, 'shop') });
    expect(shown()).toEqual(['get', 'post']);
    await stream.bring(
      { kind: 'joined', containers: [container('api', 'shop')] },
      lines([2, 'answer'], [1, 'query']),
    );
    expect(shown()).toEqual(['get', 'post', 'answer']);
    session.setFilter(noFilter);
    expect(shown()).toEqual(['get', 'query', 'post', 'answer', 'query']);
  });

  it('shows what was found alone, of what is shown', async () => {
    session.setSearch({ text: 'e', isRegular: true, matchCase: false }, true);
    await vi.advanceTimersByTimeAsync(100);
    expect(shown()).toEqual(['get', 'query']);
    session.setFilter({ ...noFilter, containers: toggled(noFilter.containers, 'dns') });
    await vi.advanceTimersByTimeAsync(100);
    expect(shown()).toEqual(['query']);
    await stream.bring(lines([1, 'reply'], [1, 'x'], [0, 'get']));
    expect(shown()).toEqual(['query', 'reply']);
    session.setSearch(null, true);
    expect(shown()).toEqual(['query', 'reply', 'x']);
  });

  it('is cleared, and goes on', async () => {
    session.clear(1_000);
    expect(shown()).toEqual([]);
    expect(session.clearedAt).toBe(1_000);
    await stream.bring(lines([0, 'new']));
    expect(shown()).toEqual(['new']);
  });
});

describe('what is asked for', () => {
  const all = { kind: 'all' } as const;

  it('is a time, or the last lines', () => {
    expect(parametersOf(all, { kind: 'last', minutes: 5 }, 600_000)).toMatchObject({ since: 300_000 });
    expect(parametersOf(all, { kind: 'since', time: 7 }, 600_000)).toMatchObject({ since: 7 });
    expect(parametersOf(all, { kind: 'all' }, 0)).toEqual({ sources: { kind: 'all' } });
    const one = parametersOf({ kind: 'container', id: 'a' }, { kind: 'newest' }, 0);
    expect(one.sources).toEqual({ kind: 'chosen', containers: ['a'] });
    const service = parametersOf({ kind: 'service', id: 'a' }, { kind: 'newest' }, 0);
    expect(service.sources).toEqual({ kind: 'service', id: 'a' });
    // Of each task as many as of each container among all.
    expect(service.tail).toBe(parametersOf(all, { kind: 'newest' }, 0).tail);
  });

  it('is saved of those that are shown', () => {
    const containers = [container('web', 'shop'), container('dns', null)];
    expect(sourcesOf(all, noFilter, containers)).toEqual({ kind: 'all' });
    const filter = { containers: new Set(['dns']), projects: new Set(['shop']) };
    expect(sourcesOf(all, filter, containers)).toEqual({
      kind: 'chosen',
      containers: ['id of dns'],
      projects: ['shop'],
    });
  });
});
