/** Highest spacer in CSS pixels. Chromium lays out no more than 33,554,432 device pixels: this holds to four of those a pixel. */
export const highestSpacer = 4_000_000;

/** What a scroll bar stands for. */
export interface ScrollScale {
  /** How many lines there are. */
  readonly lines: number;
  /** Pixels of a line, on average. */
  readonly lineHeight: number;
  /** Pixels that are seen of them. */
  readonly view: number;
}

/** Height of what the browser scrolls: as high as all lines, or as it can be. */
export function spacerHeight({ lines, lineHeight, view }: ScrollScale): number {
  return Math.min(Math.max(lines * lineHeight, view), highestSpacer);
}

/** Where the browser has scrolled to when a line (with its fraction) is at the top. */
export function topOfLine(line: number, scale: ScrollScale): number {
  const last = lastTopLine(scale);
  if (last <= 0) return 0;
  return (Math.min(Math.max(line, 0), last) / last) * (spacerHeight(scale) - scale.view);
}

/** The line (with its fraction) that is at the top when the browser has scrolled to a place. */
export function lineOfTop(top: number, scale: ScrollScale): number {
  const room = spacerHeight(scale) - scale.view;
  if (room <= 0) return 0;
  return (Math.min(Math.max(top, 0), room) / room) * Math.max(0, lastTopLine(scale));
}

/** The line that is at the top when the last one is at the bottom. */
function lastTopLine({ lines, lineHeight, view }: ScrollScale): number {
  return lines - view / lineHeight;
}
