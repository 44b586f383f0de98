import { type ISearchOptions, SearchAddon } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';
import { type Expression, problemOf } from '../logs/search/expression.ts';
import { openSearchWorker } from '../logs/search/open-search-worker.ts';
import { createSearchTrial } from './search-trial.ts';
import { searchColours } from './terminal-theme.ts';

/** What is searched for in a terminal. */
export interface TerminalQuery {
  readonly text: string;
  readonly isRegex: boolean;
  readonly isCaseSensitive: boolean;
}

/** What was found: `index` from 0, null when it is not known which of many is shown. */
export interface TerminalFinds {
  readonly index: number | null;
  readonly count: number;
}

/**
 * How a search went. `wrong`: it is no regular expression; `slow`: one that takes too long on what is in the terminal; `overtaken`:
 * another one has begun.
 */
export type SearchOutcome = 'searched' | 'wrong' | 'slow' | 'overtaken';

/** Finds text on a screen and above it. */
export interface TerminalSearch {
  /** Goes to the next find upwards or downwards. */
  find(query: TerminalQuery, way: 'up' | 'down'): Promise<SearchOutcome>;
  /** Takes the marks away. */
  end(): void;
  /** Hears what is found, also in what is written later, or that it takes too long now; the answer stops it. */
  listen(hear: (finds: TerminalFinds | 'slow') => void): () => void;
}

/** Finds that are marked and counted: more only cost time. */
export const mostFinds = 1_000;

/** Milliseconds for which a terminal must be quiet before what was written is searched, too: as the addon has it. */
const quietMs = 200;

/** Makes a terminal searchable. */
export function searchIn(terminal: Terminal): TerminalSearch {
  const addon = new SearchAddon({ highlightLimit: mostFinds });
  terminal.loadAddon(addon);
  const trial = createSearchTrial(openSearchWorker);
  const hearers = new Set<(finds: TerminalFinds | 'slow') => void>();
  let lastKind = '';
  /** The regular expression that is marked. */
  let marked: TerminalQuery | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const judge = (query: TerminalQuery) => trial.try(expressionOf(query), linesOf(terminal));
  /** The page does it, at once and to the end. */
  const go = ({ text, isRegex, isCaseSensitive }: TerminalQuery, way: 'up' | 'down') => {
    const options: ISearchOptions = {
      regex: isRegex,
      caseSensitive: isCaseSensitive,
      decorations: searchColours(),
    };
    // The addon counts anew only for another text, though its options mean another search as well.
    const kind = `${isRegex} ${isCaseSensitive}`;
    if (kind !== lastKind) addon.clearDecorations();
    lastKind = kind;
    if (way === 'up') addon.findPrevious(text, options);
    else addon.findNext(text, options);
    // It keeps the options, and searches what is written later when they have colours: that is to be tried first.
    if (isRegex) delete options.decorations;
  };
  const again = async (query: TerminalQuery) => {
    const verdict = await judge(query);
    if (verdict === 'overtaken') return;
    addon.clearDecorations();
    if (verdict === 'passed') {
      const options: ISearchOptions = {
        regex: true,
        caseSensitive: query.isCaseSensitive,
        decorations: searchColours(),
        incremental: true,
      };
      (addon as QuietAddon).findPrevious(query.text, options, { noScroll: true });
      delete options.decorations;
    } else {
      marked = null;
      for (const hear of hearers) hear('slow');
    }
  };
  const changed = () => {
    clearTimeout(timer);
    const query = marked;
    if (query !== null) timer = setTimeout(() => void again(query), quietMs);
  };
  const forget = () => {
    marked = null;
    clearTimeout(timer);
    trial.end();
  };
  terminal.onWriteParsed(changed);
  terminal.onResize(changed);
  addon.onDidChangeResults(({ resultIndex, resultCount }) => {
    const finds = { index: resultIndex < 0 ? null : resultIndex, count: resultCount };
    for (const hear of hearers) hear(finds);
  });

  return {
    async find(query, way) {
      if (!query.isRegex || query.text === '') {
        forget();
        go(query, way);
        return 'searched';
      }
      clearTimeout(timer);
      if (problemOf(expressionOf(query)) !== undefined) {
        forget();
        return 'wrong';
      }
      // What is written meanwhile is not searched for what was marked before: that would overtake this one.
      marked = null;
      const verdict = await judge(query);
      if (verdict === 'overtaken') return 'overtaken';
      if (verdict === 'slow') {
        forget();
        addon.clearDecorations();
        return 'slow';
      }
      marked = query;
      go(query, way);
      return 'searched';
    },
    end() {
      forget();
      addon.clearDecorations();
      terminal.clearSelection();
    },
    listen(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  };
}

/** What the addon itself calls when something was written: a parameter that its types leave out. */
type QuietAddon = {
  findPrevious(text: string, options: ISearchOptions, how: { readonly noScroll: boolean }): boolean;
};

function expressionOf({ text, isRegex, isCaseSensitive }: TerminalQuery): Expression {
  return { text, isRegular: isRegex, matchCase: isCaseSensitive };
}

/** The lines as the addon searches them: those that go on in the next row in one. */
function linesOf({ buffer: { active } }: Terminal): readonly string[] {
  const lines: string[] = [];
  let begun = '';
  for (let row = 0; row < active.length; row += 1) {
    const goesOn = active.getLine(row + 1)?.isWrapped ?? false;
    begun += active.getLine(row)?.translateToString(!goesOn) ?? '';
    if (goesOn) continue;
    lines.push(begun);
    begun = '';
  }
  return lines;
}
