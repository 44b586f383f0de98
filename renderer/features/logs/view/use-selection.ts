import { type RefObject, useEffect, useRef, useState } from 'react';
import { notify } from '../../../state/notices.ts';
import type { ShownLines } from '../session/shown-lines.ts';
import type { LogStore } from '../store/log-store.ts';
import { charactersBefore } from './text-place.ts';

/** Most characters that are copied: more has its place in a file. */
const mostCopied = 33_554_432;

/** A place in a line. */
interface Point {
  readonly line: number;
  readonly character: number;
}

/**
 * Lets one select over more lines than are on the page: the rows in which a selection begins and ends stay there, and what
 * is copied comes from the store. Answers their lines, ascending, and how to select everything.
 */
export function useSelection(
  rows: RefObject<HTMLElement | null>,
  store: LogStore,
  shown: ShownLines,
): { readonly held: readonly number[]; readonly selectAll: () => void } {
  const [held, setHeld] = useState<readonly number[]>([]);
  const isEverything = useRef(false);
  const source = useRef({ store, shown });
  source.current = { store, shown };

  useEffect(() => {
    const onChange = () => {
      const ends = endsOf(rows.current);
      const next = ends === undefined ? [] : [...new Set(ends.map(({ line }) => line))];
      setHeld((now) => (now.join() === next.join() ? now : next));
    };
    const onCopy = (event: ClipboardEvent) => {
      const ends = endsOf(rows.current);
      if (event.clipboardData === null || ends === undefined) return;
      const [from, to] = ends;
      if (!isEverything.current && from.line === to.line) return;
      event.preventDefault();
      const text = isEverything.current
        ? everythingOf(source.current)
        : textBetween(source.current, from, to);
      if (text === undefined) notify({ kind: 'failure', failure: tooMuch });
      else event.clipboardData.setData('text/plain', text);
    };
    // Whatever is done next is about something else than everything.
    const onDown = () => {
      isEverything.current = false;
    };
    document.addEventListener('selectionchange', onChange);
    document.addEventListener('copy', onCopy);
    addEventListener('pointerdown', onDown);
    return () => {
      document.removeEventListener('selectionchange', onChange);
      document.removeEventListener('copy', onCopy);
      removeEventListener('pointerdown', onDown);
    };
  }, [rows]);

  const selectAll = () => {
    if (rows.current === null) return;
    getSelection()?.selectAllChildren(rows.current);
    isEverything.current = true;
  };
  return { held, selectAll };
}

const tooMuch = {
  code: 'invalid-argument',
  message: `These are more than ${mostCopied / 1_048_576} million characters: too much to copy.`,
  hint: 'Save the log to a file, or select less of it.',
} as const;

/** Where the selection begins and ends, in this order; undefined when it is not in the rows, or empty. */
function endsOf(rows: HTMLElement | null): readonly [Point, Point] | undefined {
  const selection = getSelection();
  if (rows === null || selection === null || selection.isCollapsed || selection.rangeCount === 0)
    return undefined;
  const range = selection.getRangeAt(0);
  if (!rows.contains(range.commonAncestorContainer)) return undefined;
  const from = pointOf(rows, range.startContainer, range.startOffset);
  const to = pointOf(rows, range.endContainer, range.endOffset);
  return from === undefined || to === undefined ? undefined : [from, to];
}

function pointOf(rows: HTMLElement, node: Node, offset: number): Point | undefined {
  if (node === rows) {
    // Between two rows.
    const row = rows.children[Math.min(offset, rows.children.length - 1)];
    if (!(row instanceof HTMLElement)) return undefined;
    const isBehind = offset >= rows.children.length;
    return { line: Number(row.dataset.line), character: isBehind ? Number.POSITIVE_INFINITY : 0 };
  }
  const element = node instanceof Element ? node : node.parentElement;
  const row = element?.closest<HTMLElement>('.log-row');
  if (!row) return undefined;
  return { line: Number(row.dataset.line), character: charactersBefore(row, node, offset) };
}

function textBetween(
  { store, shown }: { readonly store: LogStore; readonly shown: ShownLines },
  from: Point,
  to: Point,
): string | undefined {
  const parts: string[] = [];
  let length = 0;
  for (let place = shown.placeOf(from.line); place < shown.end; place += 1) {
    const number = shown.at(place);
    if (number === undefined || number > to.line) break;
    const text = store.line(number)?.text ?? '';
    const end = number === to.line ? to.character : text.length;
    parts.push(text.slice(number === from.line ? from.character : 0, end));
    length += text.length + 1;
    if (length > mostCopied) return undefined;
  }
  return parts.join('\n');
}

function everythingOf(source: { readonly store: LogStore; readonly shown: ShownLines }): string | undefined {
  const last = { line: Number.POSITIVE_INFINITY, character: Number.POSITIVE_INFINITY };
  return textBetween(source, { line: 0, character: 0 }, last);
}
