import { plainStyle } from '../text/style.ts';
import type { StyleTable } from '../text/style-table.ts';
import { type Drawing, drawingOf } from './drawing.ts';

/** A part of a line that is drawn in one way. */
export interface Piece {
  /** Where it begins in the line. */
  readonly at: number;
  readonly text: string;
  /** Undefined: as usual. */
  readonly drawing: Drawing | undefined;
}

/** Takes a line apart by its styles; `runs` as CleanText has them. */
export function piecesOf(text: string, runs: Uint32Array | undefined, styles: StyleTable): readonly Piece[] {
  if (runs === undefined) return [{ at: 0, text, drawing: undefined }];
  const pieces: Piece[] = [];
  let at = 0;
  let drawing: Drawing | undefined;
  const push = (end: number) => {
    if (end > at) pieces.push({ at, text: text.slice(at, end), drawing });
    at = Math.max(at, end);
  };
  for (const run of runs) {
    push(Math.min(text.length, Math.floor(run / 65_536)));
    const style = styles.styleOf(run % 65_536);
    drawing = style === plainStyle ? undefined : drawingOf(style);
  }
  push(text.length);
  return pieces;
}
