import type { FocusEvent } from 'react';

/** Between what has the focus and what covers the rest, in pixels: room for its outline. */
const room = 10;

/** Scrolls a table sideways until what has got the focus is not below the columns that stay where they are. */
export function uncoverFocus({ currentTarget: table, target }: FocusEvent<HTMLElement>): void {
  const cell = target.closest('.table-cell');
  if (cell === null || cell.matches('.table-choice, .stays-start, .stays-end')) return;
  const start = cell.parentElement?.querySelector('.stays-start')?.getBoundingClientRect().right;
  const end = cell.parentElement?.querySelector('.stays-end')?.getBoundingClientRect().left;
  const { left, right } = target.getBoundingClientRect();
  if (start !== undefined && left < start) table.scrollLeft -= start - left + room;
  else if (end !== undefined && right > end) table.scrollLeft += right - end + room;
}
