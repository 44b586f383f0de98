import { flushSync } from 'react-dom';

/**
 * Closes a menu, gives the keyboard back to the button that it belongs to, and only then does what was chosen. A dialog gives
 * the keyboard back to whatever had it when it was opened: an entry of the menu would be gone by then, and nothing had it.
 */
export function actFromMenu(button: HTMLElement | null, close: () => void, act: () => void): void {
  flushSync(close);
  button?.focus();
  act();
}
