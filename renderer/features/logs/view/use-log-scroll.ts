import { type RefObject, useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react';
import type { ShownLines } from '../session/shown-lines.ts';
import { type Position, type Span, settle, spanOf } from './position.ts';
import { lineOfTop, type ScrollScale, spacerHeight, topOfLine } from './scroll-scale.ts';

/** Pixels of a line that is not wrapped (logs.css). */
export const lineHeight = 18;

/** Milliseconds after which who has scrolled is taken to rest. */
const restMs = 150;

/** What belongs to the scrolling of a log. */
export interface LogScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** As high as all lines would be: it gives the scroll bar its measure. */
  readonly spacer: RefObject<HTMLDivElement | null>;
  /** Holds the rows; moved so that the right ones are in view. */
  readonly rows: RefObject<HTMLDivElement | null>;
  /** Places of the rows that must be there. */
  readonly span: Span;
  readonly follows: boolean;
  /** Pixels that are seen. */
  readonly view: number;
  /** Goes to the end, and stays there. */
  readonly toEnd: () => void;
  /** Goes to the beginning. */
  readonly toStart: () => void;
  /** Brings a place to the middle of the view. */
  readonly toPlace: (place: number) => void;
  /** The place at the top of the view. */
  readonly topPlace: () => number;
}

/**
 * Scrolls through lines of which only those in view are in the page. The browser scrolls an empty box; where one is, is kept as
 * a line and pixels, and rows are laid out from there. So the height of no other line is needed, and it may all be
 * higher than a page can be: then the scroll bar stands for the lines in proportion, and the wheel still moves by pixels.
 *
 * (A virtual list of the usual kind keeps a size for each of a million rows, and lays them out in a box of their sum, which
 * for wrapped lines is more than the browser's highest.)
 */
export function useLogScroll(session: object, shown: ShownLines, wraps: boolean): LogScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  const [view, setView] = useState(0);
  const [follows, setFollows] = useState(true);
  const position = useRef<Position>({ kind: 'end' });
  const own = useRef({
    top: 0,
    isScrolling: false,
    isDragging: false,
    mayFollow: false,
    averageHeight: lineHeight,
    widest: 0,
    session,
    shown,
    topLine: 0,
  });

  const state = own.current;
  if (state.session !== session) {
    state.session = session;
    state.shown = shown;
    state.widest = 0;
    position.current = { kind: 'end' };
  } else if (state.shown !== shown) {
    // Other lines are shown: what was at the top stays there, or what is next to it.
    state.shown = shown;
    state.widest = 0;
    if (position.current.kind === 'line')
      position.current = { kind: 'line', place: shown.placeOf(state.topLine), offset: 0 };
  }

  const frame = { first: shown.first, end: shown.end, view, lowest: lineHeight };
  const span = spanOf(position.current, frame);

  useLayoutEffect(() => {
    const [box, space, content] = [scroller.current, spacer.current, rows.current];
    if (box === null || space === null || content === null) return;
    if (box.clientHeight !== view) setView(box.clientHeight);
    const laid = [...content.querySelectorAll<HTMLElement>(':scope > .log-row:not(.log-row-hidden)')];
    const topOf = (place: number) => laid[place - span.from]?.offsetTop ?? content.offsetHeight;
    const settled = settle(position.current, { span, frame, topOf }, state.mayFollow);
    position.current = settled.position;
    state.mayFollow = false;
    content.style.transform = `translateY(${-settled.shift}px)`;
    setFollows(settled.position.kind === 'end');
    state.topLine = shown.at(topPlaceOf(settled.position, span)) ?? state.topLine;

    const scale = scaleOf(
      state,
      shown,
      view,
      wraps,
      laid.length === 0 ? 0 : content.offsetHeight / laid.length,
    );
    if (wraps) state.widest = 0;
    else for (const row of laid) state.widest = Math.max(state.widest, widthOf(row));
    space.style.height = `${spacerHeight(scale)}px`;
    space.style.width = wraps ? '100%' : `max(100%, ${state.widest}px)`;
    // While one scrolls the browser must not be led elsewhere, unless that is where one is.
    const isExact = !wraps && spacerHeight(scale) === scale.lines * lineHeight;
    if (state.isScrolling && settled.position.kind === 'line' && !isExact) return;
    const top = wantedTop(settled.position, scale, shown.first, laid, span);
    if (Math.abs(box.scrollTop - top) >= 1) box.scrollTop = top;
    state.top = box.scrollTop;
  });

  const go = useCallback((next: Position, mayFollow = false) => {
    position.current = next;
    own.current.mayFollow = mayFollow;
    renderAgain();
  }, []);

  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const restSoon = () => {
      own.current.isScrolling = true;
      clearTimeout(rest);
      rest = setTimeout(() => {
        own.current.isScrolling = false;
        renderAgain();
      }, restMs);
    };
    const onScroll = () => {
      const { current } = own;
      rows.current?.style.setProperty('--log-shift', `${-box.scrollLeft}px`);
      const delta = box.scrollTop - current.top;
      if (Math.abs(delta) < 1) return;
      current.top = box.scrollTop;
      restSoon();
      const { first, end } = current.shown;
      if (current.isDragging || Math.abs(delta) > box.clientHeight * 2) {
        const scale = { lines: end - first, lineHeight: current.averageHeight, view: box.clientHeight };
        const line = lineOfTop(box.scrollTop, scale);
        const offset = (line - Math.floor(line)) * lineHeight;
        go({ kind: 'line', place: first + Math.floor(line), offset }, delta > 0);
      } else go(movedBy(position.current, delta, end, box.clientHeight), delta > 0);
    };
    // Only on the scroll bar itself is the box's own edge under the pointer.
    const onDown = (event: PointerEvent) => {
      own.current.isDragging = event.target === box && event.offsetX > box.clientWidth;
    };
    const onUp = () => {
      own.current.isDragging = false;
    };
    // Lines may come faster than the browser tells that it was scrolled: who turns the wheel means it.
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY < 0 && position.current.kind === 'end' && box.scrollHeight > box.clientHeight)
        position.current = movedBy(position.current, -1, own.current.shown.end, box.clientHeight);
    };
    const resized = new ResizeObserver(() => setView(box.clientHeight));
    resized.observe(box);
    box.addEventListener('scroll', onScroll, { passive: true });
    box.addEventListener('pointerdown', onDown, { passive: true });
    box.addEventListener('wheel', onWheel, { passive: true });
    addEventListener('pointerup', onUp, { passive: true });
    return () => {
      resized.disconnect();
      box.removeEventListener('scroll', onScroll);
      clearTimeout(rest);
      box.removeEventListener('pointerdown', onDown);
      box.removeEventListener('wheel', onWheel);
      removeEventListener('pointerup', onUp);
    };
  }, [go]);

  return {
    scroller,
    spacer,
    rows,
    span,
    follows,
    view,
    toEnd: useCallback(() => go({ kind: 'end' }), [go]),
    toStart: useCallback(() => go({ kind: 'line', place: own.current.shown.first, offset: 0 }), [go]),
    toPlace: useCallback(
      (place: number) => {
        const half = (scroller.current?.clientHeight ?? 0) / 2 - lineHeight;
        go({ kind: 'line', place, offset: -Math.max(0, half) });
      },
      [go],
    ),
    topPlace: useCallback(
      () => (position.current.kind === 'line' ? position.current.place : own.current.shown.end),
      [],
    ),
  };
}

/** A position, so many pixels further. */
function movedBy(position: Position, pixels: number, end: number, view: number): Position {
  return position.kind === 'line'
    ? { ...position, offset: position.offset + pixels }
    : // The bottom of the last line is the bottom of the view.
      { kind: 'line', place: end, offset: pixels - view };
}

function topPlaceOf(position: Position, span: Span): number {
  return position.kind === 'line' ? position.place : span.from;
}

/** What the scroll bar stands for; the average height of wrapped lines is taken from those that were seen. */
function scaleOf(
  state: { averageHeight: number },
  { first, end }: ShownLines,
  view: number,
  wraps: boolean,
  seen: number,
): ScrollScale {
  if (!wraps) state.averageHeight = lineHeight;
  else if (seen > 0) state.averageHeight += (seen - state.averageHeight) / 8;
  return { lines: end - first, lineHeight: state.averageHeight, view };
}

/** Where the browser should have scrolled to. */
function wantedTop(
  position: Position,
  scale: ScrollScale,
  first: number,
  laid: readonly HTMLElement[],
  span: Span,
): number {
  if (position.kind === 'end') return spacerHeight(scale) - scale.view;
  const height = laid[position.place - span.from]?.offsetHeight ?? lineHeight;
  return topOfLine(position.place - first + position.offset / height, scale);
}

/** Pixels that a row would need to show all of its text. */
function widthOf(row: HTMLElement): number {
  const text = row.querySelector<HTMLElement>('.log-line');
  return text === null ? 0 : (text.parentElement?.offsetLeft ?? 0) + text.offsetWidth + 16;
}
