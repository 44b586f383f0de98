import type { Column } from './column.ts';

/** In pixels: what styles/table.css has around the columns. */
const inset = 16;
const gap = 14;
const box = 15;

type Sizes = Pick<Column<never>, 'width' | 'leaves'>;

/** The columns of a table that is so many pixels wide, and how wide it has to be for them. */
export interface FittingColumns<C> {
  readonly columns: readonly C[];
  /** More than there is when it scrolls sideways. */
  readonly neededWidth: number;
}

/** Leaves out one column after another, in the order they say, until there is room for the others. */
export function fitColumns<C extends Sizes>(
  all: readonly C[],
  width: number,
  hasBoxes: boolean,
): FittingColumns<C> {
  const leaving = all
    .filter(({ leaves }) => leaves !== undefined)
    .toSorted((a, b) => (a.leaves ?? 0) - (b.leaves ?? 0));
  const start = inset + (hasBoxes ? box + gap : 0);
  const needed = (columns: readonly C[]) =>
    columns.reduce((sum, column) => sum + leastWidth(column) + gap, start - gap);
  let columns = all;
  for (const column of leaving) {
    if (needed(columns) <= width) break;
    columns = columns.filter((other) => other !== column);
  }
  return { columns, neededWidth: needed(columns) };
}

/** The first number of pixels: all of `74px`, and the lower bound of `minmax(90px, 2fr)`. */
function leastWidth({ width }: Sizes): number {
  return Number(/(\d+)px/.exec(width)?.[1] ?? 0);
}
