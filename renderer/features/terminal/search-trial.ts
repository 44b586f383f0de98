import type { Expression } from '../logs/search/expression.ts';
import type { OpenSearch, SearchPort } from '../logs/search/open-search-worker.ts';

/** Milliseconds that an expression may take on all lines of a terminal: the page, which then searches them itself, stands still as long. */
const patienceMs = 1_000;

/** `overtaken`: another one was tried, or none is wanted any more. */
export type Verdict = 'passed' | 'slow' | 'overtaken';

/** Tries expressions beside the page before they are used in it. */
export interface SearchTrial {
  /** Whether an expression, one without a problem, comes to an end in time. Overtakes what is being tried. */
  try(expression: Expression, lines: readonly string[]): Promise<Verdict>;
  /** Ends what is being tried, and the worker; both may begin again. */
  end(): void;
}

/** Makes trials in a worker of its own. */
export function createSearchTrial(open: OpenSearch): SearchTrial {
  let port: SearchPort | undefined;
  let settle: ((verdict: Verdict) => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const finish = (verdict: Verdict) => {
    clearTimeout(timer);
    const told = settle;
    settle = undefined;
    if (verdict !== 'passed') {
      port?.end();
      port = undefined;
    }
    told?.(verdict);
  };
  return {
    try(expression, lines) {
      if (settle !== undefined) finish('overtaken');
      const verdict = new Promise<Verdict>((resolve) => {
        settle = resolve;
      });
      timer = setTimeout(() => finish('slow'), patienceMs);
      // What the worker cannot bear, the page is spared.
      port ??= open(
        () => finish('passed'),
        () => finish('slow'),
      );
      port.ask({ kind: 'try', expression, lines });
      return verdict;
    },
    end: () => finish('overtaken'),
  };
}
