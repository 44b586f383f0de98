import { useEffect, useMemo, useState } from 'react';
import { useSettled } from '../../../state/use-settled.ts';
import { type Expression, problemOf } from '../search/expression.ts';
import type { SearchPhase } from '../search/searcher.ts';
import { useLogChoices } from '../session/choices.ts';
import type { LogSession } from '../session/log-session.ts';

/** Milliseconds for which one waits for the next letter before a search begins. */
const typingMs = 120;

/** Searching in a log: what for, and from one line to the next. */
export interface LogSearching {
  /** What is searched for; null for nothing. */
  readonly expression: Expression | null;
  /** What is wrong with what was written. */
  readonly problem: string | undefined;
  readonly found: number;
  /** Which of them one is at, from 1; 0 for none. */
  readonly at: number;
  /** The line that one is at. */
  readonly current: number | null;
  /** Finds the next one or the one before; undefined where there is none. */
  readonly step: (step: 1 | -1, topLine: number) => number | undefined;
}

/** Searches in a session for a text that somebody writes. */
export function useSearch(session: LogSession, text: string, onlyFound: boolean): LogSearching {
  const { isRegular, matchCase } = useLogChoices();
  const settled = useSettled(text, typingMs);
  const problem = useMemo(() => problemOf({ text, isRegular, matchCase }), [text, isRegular, matchCase]);
  const expression = useMemo(() => {
    const next = { text: settled, isRegular, matchCase };
    return settled === '' || problemOf(next) !== undefined ? null : next;
  }, [settled, isRegular, matchCase]);
  // Another session has other lines under the same numbers.
  const [at, setAt] = useState<{ readonly session: LogSession; readonly line: number } | null>(null);
  const current = at?.session === session ? at.line : null;
  useEffect(() => session.setSearch(expression, onlyFound), [session, expression, onlyFound]);
  useEffect(() => {
    if (expression === null) setAt(null);
  }, [expression]);

  const { found, phase } = session.searcher;
  const place = current === null ? found.end : found.placeOf(current);
  const isAt = current !== null && found.at(place) === current;
  const step = (direction: 1 | -1, topLine: number) => {
    // From where one is; without such a line from what is in view.
    const from = current !== null ? place : found.placeOf(topLine);
    const next = direction === 1 ? (isAt ? from + 1 : from) : from - 1;
    // Round and round.
    const wrapped = next < found.first ? found.end - 1 : next >= found.end ? found.first : next;
    // At the end nothing is below: what was found last is nearest.
    const isAtEnd = current === null && topLine >= session.store.end;
    const line = found.at(isAtEnd ? found.end - 1 : wrapped);
    if (line !== undefined) setAt({ session, line });
    return line;
  };
  return {
    expression,
    problem: problem ?? complaintOf(phase),
    found: found.end - found.first,
    at: isAt ? place - found.first + 1 : 0,
    current: isAt ? current : null,
    step,
  };
}

function complaintOf(phase: SearchPhase): string | undefined {
  if (phase === 'slow') return 'This takes too long on these lines: make it simpler.';
  return phase === 'broken' ? 'The search has broken down: change it to try again.' : undefined;
}
