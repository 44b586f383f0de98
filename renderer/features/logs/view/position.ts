/** Where one is in a log. */
export type Position =
  /** The last line stays at the bottom, whatever comes. */
  | { readonly kind: 'end' }
  /** The line at a place stays where it is, whatever comes and goes. */
  | {
      readonly kind: 'line';
      readonly place: number;
      /** Pixels of it that are above the view; less than none: it stands so much below its top. */
      readonly offset: number;
    };

/** Places of the lines that must be in the page: `from` to `to`, not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is known before anything is laid out. */
export interface Frame {
  readonly first: number;
  readonly end: number;
  readonly view: number;
  /** Pixels of the lowest line. */
  readonly lowest: number;
}

/**
 * The lines that fill the view wherever in their span it will turn out to be: no line is lower than the lowest, so that a few
 * too many are laid out where lines are wrapped, and never too few.
 */
export function spanOf(position: Position, { first, end, view, lowest }: Frame): Span {
  const fill = Math.ceil(view / lowest) + 1;
  if (position.kind === 'end') return { from: Math.max(first, end - fill), to: end };
  const above = position.offset < 0 ? Math.ceil(-position.offset / lowest) : 0;
  const below = position.offset > 0 ? Math.ceil(position.offset / lowest) : 0;
  const place = Math.min(Math.max(position.place, first), end);
  const to = Math.min(end, place + below + fill);
  // Near the end there may be too few below: those before them fill the view.
  return { from: Math.max(first, Math.min(place - above, to - fill)), to };
}

/** Lines as they were laid out. */
export interface Layout {
  readonly span: Span;
  readonly frame: Frame;
  /** Top of the line at a place within all that was laid out, in pixels; that of `span.to` is the height of all. */
  readonly topOf: (place: number) => number;
}

/** Where all that was laid out has to be moved to, and the position that this is. */
export interface Settled {
  /** Pixels of it that are above the view. */
  readonly shift: number;
  readonly position: Position;
}

/** Finds out where a position is now. `mayFollow`: who arrives at the end stays there, as who sees everything does. */
export function settle(position: Position, { span, frame, topOf }: Layout, mayFollow: boolean): Settled {
  const height = topOf(span.to);
  const lowest = Math.max(0, height - frame.view);
  const isWhole = span.from === frame.first && span.to === frame.end && lowest === 0;
  if (position.kind === 'end' || isWhole) return { shift: lowest, position: { kind: 'end' } };
  const place = Math.min(Math.max(position.place, span.from), span.to);
  let shift = Math.max(0, topOf(place) + position.offset);
  if (span.to === frame.end && shift >= lowest) {
    if (mayFollow) return { shift: lowest, position: { kind: 'end' } };
    shift = lowest;
  }
  const top = lineAt(shift, span, topOf);
  return { shift, position: { kind: 'line', place: top, offset: shift - topOf(top) } };
}

/** The line in which a pixel is. */
function lineAt(pixel: number, { from, to }: Span, topOf: (place: number) => number): number {
  let low = from;
  let high = Math.max(from, to - 1);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (topOf(middle) <= pixel) low = middle;
    else high = middle - 1;
  }
  return low;
}
