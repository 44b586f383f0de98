import type { KeyboardEvent } from 'react';

/** What keys do in a list of files, beside what a table's own buttons do. */
export interface FileKeys {
  readonly up: () => void;
  readonly rename: (name: string) => void;
  readonly remove: (name: string) => void;
  readonly path: () => void;
}

/** The rows' own buttons: what the arrows lead along. */
const links = '[data-row] .file-link';

/**
 * Arrows lead from file to file, Home and End to the first and the last; Backspace leads up, F2 renames, Delete deletes, and
 * Ctrl or Cmd L goes to the path. What is typed into a field is left alone.
 */
export function pressFileKey(event: KeyboardEvent<HTMLElement>, keys: FileKeys): void {
  const { target, currentTarget, key } = event;
  if (!(target instanceof HTMLElement)) return;
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'l') {
    event.preventDefault();
    keys.path();
    return;
  }
  if (target.closest('input, textarea, [contenteditable], [role="menu"], [role="dialog"]') !== null) return;
  const name = target.closest<HTMLElement>('[data-row]')?.dataset.row;
  const deeds: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowDown: () => step(currentTarget, target, 1),
    ArrowUp: () => step(currentTarget, target, -1),
    Home: () => goToEnd(currentTarget, false),
    End: () => goToEnd(currentTarget, true),
    Backspace: keys.up,
    F2: name === undefined ? undefined : () => keys.rename(name),
    Delete: name === undefined ? undefined : () => keys.remove(name),
  };
  const deed = event.altKey || event.ctrlKey || event.metaKey ? undefined : deeds[key];
  if (deed === undefined) return;
  event.preventDefault();
  deed();
}

/** The rows on the screen and a few beside, in their order: those further away are not in the page. */
function linksIn(list: HTMLElement): readonly HTMLElement[] {
  const top = (link: HTMLElement) => Number(link.closest('[aria-rowindex]')?.getAttribute('aria-rowindex'));
  return [...list.querySelectorAll<HTMLElement>(links)].toSorted((a, b) => top(a) - top(b));
}

function step(list: HTMLElement, from: HTMLElement, by: 1 | -1): void {
  const all = linksIn(list);
  const row = from.closest('[data-row]');
  const at = all.findIndex((link) => link.closest('[data-row]') === row);
  const next = at < 0 ? all[by === 1 ? 0 : all.length - 1] : all[at + by];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** Scrolls to one end first: its row comes into the page by that. */
function goToEnd(list: HTMLElement, isLast: boolean): void {
  const table = list.querySelector('.table');
  if (table !== null) table.scrollTop = isLast ? table.scrollHeight : 0;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const all = linksIn(list);
      (isLast ? all.at(-1) : all[0])?.focus();
    }),
  );
}

/** Gives the focus to a file of the list, or to its first when it is not there. */
export function focusFile(list: HTMLElement, name: string | null): void {
  const all = linksIn(list);
  const wanted = all.find((link) => link.closest<HTMLElement>('[data-row]')?.dataset.row === name);
  (wanted ?? all[0])?.focus();
}
