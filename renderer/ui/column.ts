import type { ReactNode } from 'react';

/** A column of a table. */
export interface Column<T> {
  readonly id: string;
  readonly title: string;
  /** The title goes without saying: only a screen reader says it. */
  readonly isTitleHidden?: boolean;
  /** Its part of the width, as CSS grid writes it: `minmax(120px, 2fr)`. */
  readonly width: string;
  /** What it is sorted by; without it it cannot be sorted. */
  readonly sortBy?: (row: T) => string | number;
  readonly cell: (row: T) => ReactNode;
  readonly align?: 'end';
  /** Stays at this edge while the rest is scrolled sideways: what a row is called (the first column), and what acts on it. */
  readonly stays?: 'start' | 'end';
  /** When it leaves a table too narrow for all: 1 first. Only what the row's own page says too may leave. */
  readonly leaves?: number;
}
