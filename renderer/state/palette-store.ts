import { create } from 'zustand';
import { listen } from '../bridge.ts';
import { isMac } from '../text/is-mac.ts';
import { useDialog } from './dialogs.ts';

/** Whether the command palette is open. */
export const usePalette = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

/** Opens the command palette; a dialog is not left for it. */
export function openPalette(): void {
  if (useDialog.getState().open === null) usePalette.setState({ isOpen: true });
}

/** Closes the command palette. */
export function closePalette(): void {
  usePalette.setState({ isOpen: false });
}

/**
 * Whether a key asks for the palette: Ctrl+K, or Cmd+K on a Mac, in a terminal too: to be found by the same keys
 * everywhere is worth more than the shell's own Ctrl+K. Ctrl+Shift+P does the same.
 */
export function isPaletteKey(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
  mac = isMac,
): boolean {
  const { code, ctrlKey, metaKey, shiftKey, altKey } = event;
  if (altKey || (mac ? !metaKey || ctrlKey : !ctrlKey || metaKey)) return false;
  return code === (shiftKey ? 'KeyP' : 'KeyK');
}

/** Opens the palette by its keys and by the menu, and closes it by its keys. Call once. */
export function followPaletteKeys(): void {
  listen('app.palette', openPalette);
  addEventListener(
    'keydown',
    (event) => {
      if (!isPaletteKey(event)) return;
      event.preventDefault();
      event.stopPropagation();
      if (usePalette.getState().isOpen) closePalette();
      else openPalette();
    },
    // Before a terminal or an editor takes it.
    { capture: true },
  );
}
