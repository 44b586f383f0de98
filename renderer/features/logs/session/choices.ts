import { create } from 'zustand';
import { assertNever } from '../../../../main/contract/assert-never.ts';
import type { LogRange } from './log-range.ts';
import { noFilter, type OriginFilter } from './origin-filter.ts';
import type { LogScope } from './sessions.ts';

/** How logs are shown, until the app is quit. */
interface LogChoices {
  readonly range: LogRange;
  readonly wraps: boolean;
  readonly withTimes: boolean;
  readonly isRegular: boolean;
  readonly matchCase: boolean;
}

/** The same for every log. */
export const useLogChoices = create<LogChoices>(() => ({
  range: { kind: 'newest' },
  wraps: false,
  withTimes: true,
  isRegular: true,
  matchCase: false,
}));

/** What is looked for in one log. */
export interface LogQuery {
  readonly text: string;
  /** Lines in which nothing was found are left out. */
  readonly onlyFound: boolean;
  readonly filter: OriginFilter;
  /** Counts how often it was begun anew. */
  readonly renewal: number;
}

const noQuery: LogQuery = { text: '', onlyFound: false, filter: noFilter, renewal: 0 };

const useQueries = create<Readonly<Record<string, LogQuery>>>(() => ({}));

const keyOf = (scope: LogScope) => {
  switch (scope.kind) {
    case 'all':
      return 'all';
    case 'container':
    case 'service':
      return `${scope.kind} ${scope.id}`;
    case 'project':
      return `project ${scope.name}`;
    default:
      return assertNever(scope);
  }
};

/** What is looked for in a log. */
export function useLogQuery(scope: LogScope): LogQuery {
  return useQueries((queries) => queries[keyOf(scope)] ?? noQuery);
}

/** Looks for something else in a log. */
export function changeQuery(scope: LogScope, change: Partial<LogQuery>): void {
  useQueries.setState((queries) => {
    const key = keyOf(scope);
    return { [key]: { ...(queries[key] ?? noQuery), ...change } };
  });
}

/** Reads a log anew from its beginning, or from where it is asked for. */
export function renewLog(scope: LogScope): void {
  const { renewal } = useQueries.getState()[keyOf(scope)] ?? noQuery;
  changeQuery(scope, { renewal: renewal + 1 });
}
