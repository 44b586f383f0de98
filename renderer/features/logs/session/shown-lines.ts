import type { LogStore } from '../store/log-store.ts';

/** Lines of a store that are shown, each at a place that stays: all of them, or a list of their numbers. */
export interface ShownLines {
  /** Place of the first. */
  readonly first: number;
  /** Place behind the last. */
  readonly end: number;
  /** Number of the line at a place; undefined where there is none. */
  at(place: number): number | undefined;
  /** Place of the first line whose number is not smaller. */
  placeOf(line: number): number;
}

/** All lines: the place of each is its number. */
export function everyLineOf(store: LogStore): ShownLines {
  return {
    get first() {
      return store.first;
    },
    get end() {
      return store.end;
    },
    at: (place) => (place >= store.first && place < store.end ? place : undefined),
    placeOf: (line) => Math.min(Math.max(line, store.first), store.end),
  };
}
