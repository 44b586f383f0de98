import { type ISearchOptions, SearchAddon } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';
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

/** Finds text on a screen and above it. */
export interface TerminalSearch {
  /** Goes to the next find upwards or downwards; false when the query is no regular expression. */
  find(query: TerminalQuery, way: 'up' | 'down'): boolean;
  /** Takes the marks away. */
  end(): void;
  /** Hears what is found; the answer stops it. */
  listen(hear: (finds: TerminalFinds) => void): () => void;
}

/** Finds that are marked and counted: more only cost time. */
export const mostFinds = 1_000;

/** Makes a terminal searchable. */
export function searchIn(terminal: Terminal): TerminalSearch {
  const addon = new SearchAddon({ highlightLimit: mostFinds });
  terminal.loadAddon(addon);
  return {
    find({ text, isRegex, isCaseSensitive }, way) {
      if (isRegex && !isRegularExpression(text)) return false;
      const options: ISearchOptions = {
        regex: isRegex,
        caseSensitive: isCaseSensitive,
        decorations: searchColours(),
      };
      if (way === 'up') addon.findPrevious(text, options);
      else addon.findNext(text, options);
      return true;
    },
    end() {
      addon.clearDecorations();
      terminal.clearSelection();
    },
    listen(hear) {
      const listening = addon.onDidChangeResults(({ resultIndex, resultCount }) =>
        hear({ index: resultIndex < 0 ? null : resultIndex, count: resultCount }),
      );
      return () => listening.dispose();
    },
  };
}

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
