import type { MouseEvent } from 'react';

/**
 * Opens the menu of a row (more-menu.tsx) where the row was asked for its own: by the mouse, or by the key for it. A row without
 * one, and a text that was marked in it, have what the window has for every text.
 */
export function openRowMenu(event: MouseEvent<HTMLElement>): void {
  const row = event.currentTarget;
  const button = row.querySelector<HTMLButtonElement>('button[aria-haspopup="menu"]:enabled');
  if (button === null || (event.target instanceof Node && button.contains(event.target))) return;
  const marked = getSelection();
  if (marked !== null && !marked.isCollapsed && marked.containsNode(row, true)) return;
  event.preventDefault();
  const { clientX, clientY } = event;
  button.dispatchEvent(
    new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY }),
  );
}
