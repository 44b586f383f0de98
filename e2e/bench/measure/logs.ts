import type { LogLines } from '../../../main/contract/engine/logs.ts';
import { createSearchCore } from '../../../renderer/features/logs/search/search-core.ts';
import { LogStore } from '../../../renderer/features/logs/store/log-store.ts';
import type { Report, Row } from '../report/report.ts';
import { percentile } from '../report/statistics.ts';
import type { BenchContext } from '../support/context.ts';
import { logPieces } from '../support/log-lines.ts';

const lines = 1_000_000;

const columns = { ours: 'Slipway', plain: 'an array of lines' } as const;

type Way = keyof typeof columns;

/** What is searched for: a rare word, a rare number, a common word, one of two words, and one that begins at every place. */
const expressions = ['zebra', '" 502 ', 'GET', '(timeout|refused)', '\\b5\\d\\d\\b', '^.*(timeout|refused)'];

/** Aims of the issue: lines a second that are taken in, and milliseconds for a search of a million. */
const leastLinesPerSecond = 100_000;
const mostSearchMs = 300;

/** What the window's log does with a million lines, beside the plain way: no window, the page's own code in this process. */
export async function measureLogs(context: BenchContext): Promise<Report> {
  const pieces = { plain: logPieces(lines, false), coloured: logPieces(lines, true) };
  const taken = { plain: emptyValues(), coloured: emptyValues() };
  const first = emptyValues();
  const searches = new Map(expressions.map((text) => [text, emptyValues()]));
  for (let run = 0; run < context.runs; run += 1) {
    context.say(`round ${run + 1} of ${context.runs}`);
    context.signal.throwIfAborted();
    for (const kind of ['coloured', 'plain'] as const) {
      const plain = takeInPlainly(pieces[kind]);
      const ours = takeIn(pieces[kind]);
      taken[kind].ours.push(ours.milliseconds);
      taken[kind].plain.push(plain.milliseconds);
      if (kind === 'coloured') continue;
      const search = createSearchCore();
      first.ours.push(time(() => searchIn(ours.store, search, 'warm up')));
      for (const [text, values] of searches) {
        values.ours.push(time(() => searchIn(ours.store, search, text)));
        values.plain.push(time(() => plain.lines.filter((line) => new RegExp(text, 'i').test(line))));
      }
    }
  }
  return reportOf(taken, first, searches);
}

function takeIn(pieces: readonly LogLines[]) {
  const store = new LogStore();
  const milliseconds = time(() => {
    for (const piece of pieces) store.add(piece);
  });
  if (store.end - store.first !== lines) throw new Error(`${store.end - store.first} lines are left`);
  return { store, milliseconds };
}

const decoder = new TextDecoder();

function takeInPlainly(pieces: readonly LogLines[]) {
  const all: string[] = [];
  const milliseconds = time(() => {
    for (const { bytes } of pieces)
      for (const line of decoder.decode(bytes).split('\n')) if (line !== '') all.push(line);
  });
  return { lines: all, milliseconds };
}

function searchIn(store: LogStore, search: ReturnType<typeof createSearchCore>, text: string): void {
  const expression = { text, isRegular: true, matchCase: false };
  const parts = store
    .chunksFrom(store.first)
    .map((chunk) => ({ chunk: chunk.share(), from: 0, to: chunk.lines }));
  search({ kind: 'lines', expression, parts, oldest: 0 });
}

function time(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

type Values = Readonly<Record<Way, number[]>>;

function reportOf(
  taken: Readonly<Record<'plain' | 'coloured', Values>>,
  first: Values,
  searches: ReadonlyMap<string, Values>,
): Report {
  const row = (label: string, { ours, plain }: Values): Row => ({
    label,
    values: { [columns.ours]: ours, [columns.plain]: plain },
  });
  const median = (values: readonly number[]) => percentile(values, 0.5);
  const slowest = Math.max(...[...searches.values()].map(({ ours }) => median(ours)));
  return {
    tables: [
      {
        title: 'A million lines of 92 bytes',
        unit: 'ms',
        head: 'time to',
        columns: Object.values(columns),
        rows: [
          row('take in plain lines', taken.plain),
          row('take in coloured lines', taken.coloured),
          row('search them for the first time', first),
          ...[...searches].map(([text, values]) => row(`search for ${text}`, values)),
        ],
      },
    ],
    aims: [
      {
        text: 'lines a second that are taken in',
        value: lines / (median(taken.plain.ours) / 1_000),
        limit: leastLinesPerSecond,
        bound: 'at least',
      },
      {
        text: 'ms for the slowest search of a million lines',
        value: slowest,
        limit: mostSearchMs,
        bound: 'at most',
      },
    ],
    notes: [
      'The page’s own code, run by Node in one thread; in the window searches run beside the page, in a worker.',
      'The array has colours in its lines as they came, and is not fit to be shown.',
    ],
  };
}

function emptyValues(): Readonly<Record<Way, number[]>> {
  return { ours: [], plain: [] };
}
