import UFuzzy from '@leeoniya/ufuzzy';

/** What is looked for among many: its title is shown, further words are only looked at. */
export interface Findable {
  readonly title: string;
  /** Further words by which it is found, such as an image's name; empty for none. */
  readonly words: string;
}

/** What was found. */
export interface Found<T> {
  readonly entry: T;
  /** Which characters of the title were asked for: where each run of them begins and ends. */
  readonly marks: readonly (readonly [number, number])[];
}

/** Letters in the order in which they were typed, with one other between two at the most; words in any order. */
const search = new UFuzzy({ intraMode: 0, intraIns: 1 });

/** Words that may stand in any order: more of them are looked for as they stand. */
const mostLoose = 4;

/** Entries beyond this many are not put in order of how well they fit. */
const mostOrdered = 10_000;

/** The entries that fit what was typed, the best first, at most so many. All of them, in their own order, for nothing. */
export function findEntries<T extends Findable>(
  entries: readonly T[],
  typed: string,
  most: number,
): readonly Found<T>[] {
  const needle = typed.trim();
  if (needle === '') return entries.slice(0, most).map((entry) => ({ entry, marks: [] }));
  const haystack = entries.map(({ title, words }) => (words === '' ? title : `${title} ${words}`));
  const [found, info, order] = search.search(haystack, needle, mostLoose, mostOrdered);
  const at = (place: number): Found<T>[] => {
    const index = info?.idx[place] ?? found?.[place];
    const entry = index === undefined ? undefined : entries[index];
    return entry === undefined ? [] : [{ entry, marks: marksIn(entry.title, info?.ranges[place] ?? []) }];
  };
  const places = order ?? (found ?? []).map((_, place) => place);
  return places.slice(0, most).flatMap(at);
}

/** What was found in the further words is not marked. */
function marksIn(title: string, ranges: readonly number[]): Found<unknown>['marks'] {
  const marks: (readonly [number, number])[] = [];
  for (let index = 0; index + 1 < ranges.length; index += 2) {
    const [from = 0, to = 0] = ranges.slice(index, index + 2);
    if (from < title.length) marks.push([from, Math.min(to, title.length)]);
  }
  return marks.toSorted(([a], [b]) => a - b);
}
