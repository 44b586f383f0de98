import type { MenuEntry } from '../../ui/more-menu.tsx';
import type { PaletteEntry } from './entries.ts';

/** What else people call what an action does: the engine's own words for it, above all. */
const otherWords: Readonly<Record<string, string>> = {
  'Send a signal': 'kill',
  Remove: 'delete rm',
  Delete: 'remove rm',
  'Open a terminal': 'exec shell attach',
  'Open a terminal as': 'exec shell user',
  'Debug shell': 'exec terminal',
  'Shell with its volumes': 'exec terminal',
  Logs: 'output',
  Files: 'browse copy cp',
  Limits: 'memory processors cpu',
  'Make an image of it': 'commit',
  'Export its files': 'save tar',
  'Edit and recreate': 'change update ports environment',
};

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
      ...{ id: `${id} ${title}`, title: `${name}: ${title}`, kind: '', icon, onAction },
      words: [words, otherWords[title.replace('…', '')] ?? ''].join(' ').trim(),
    }));
}
