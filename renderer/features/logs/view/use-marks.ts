import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { Expression } from '../search/expression.ts';
import type { Searcher } from '../search/searcher.ts';
import type { LogLine } from '../store/log-store.ts';
import { rangeIn } from './text-place.ts';

/** Names under which the page's styles know what was found (logs.css). */
const found = 'log-found';
const foundCurrent = 'log-found-current';

/**
 * Marks what was found in the rows on the page. Where it is, the worker says: an expression can take for ever in a single
 * line. The marks are drawn over the text without changing it, so that what is selected stays selected.
 */
export function useMarks(
  rows: RefObject<HTMLElement | null>,
  lines: readonly LogLine[],
  searcher: Searcher,
  expression: Expression | null,
  current: number | null,
): void {
  const { generation } = searcher;
  const known = useRef({ generation, marks: new Map<number, readonly number[]>(), isAsking: false });
  useLayoutEffect(() => {
    const state = known.current;
    if (state.generation !== generation) known.current = { generation, marks: new Map(), isAsking: false };
    draw();
    ask();

    function draw() {
      const { marks } = known.current;
      const highlights = { [found]: [] as Range[], [foundCurrent]: [] as Range[] };
      for (const row of rows.current?.children ?? []) {
        const number = Number((row as HTMLElement).dataset.line);
        const places = marks.get(number) ?? [];
        for (let at = 0; at + 1 < places.length; at += 2) {
          const range = rangeIn(row, places[at] ?? 0, places[at + 1] ?? 0);
          if (range !== undefined) highlights[number === current ? foundCurrent : found].push(range);
        }
      }
      for (const [name, ranges] of Object.entries(highlights))
        CSS.highlights.set(name, new Highlight(...ranges));
    }

    function ask() {
      const own = known.current;
      if (expression === null || own.isAsking) return;
      const unknown = lines.filter(({ number }) => !own.marks.has(number));
      if (unknown.length === 0) return;
      own.isAsking = true;
      searcher.mark(
        unknown.map(({ text }) => text),
        (answer) => {
          own.isAsking = false;
          // Rows that have been scrolled away are asked for again when they come back.
          if (own.marks.size > 1_000) own.marks.clear();
          for (const [index, { number }] of unknown.entries()) own.marks.set(number, answer[index] ?? []);
          if (own === known.current) draw();
        },
      );
    }
  });
  useEffect(
    () => () => {
      CSS.highlights.delete(found);
      CSS.highlights.delete(foundCurrent);
    },
    [],
  );
}
