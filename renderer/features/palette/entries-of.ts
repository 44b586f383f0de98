import type { MenuEntry } from '../../ui/more-menu.tsx';
import type { PaletteEntry } from './entries.ts';

/**
 * What can be done to something, as `name: action`. What cannot be done at present is left out: there is nothing to be
 * learned from it here.
 */
export function entriesOf(
  id: string,
  name: string,
  words: string,
  actions: readonly MenuEntry[],
): readonly PaletteEntry[] {
  return actions
    .filter(({ isDisabled = false }) => !isDisabled)
    .map(({ title, icon, onAction }) => ({
      ...{ id: `${id} ${title}`, title: `${name}: ${title}`, words, kind: '', icon, onAction },
    }));
}
