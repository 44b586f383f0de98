import { PlugZap, Plus, Server } from 'lucide-react';
import type { ListedEngine } from '../../../main/contract/engines.ts';
import { ownEngine } from '../../../main/contract/own-engine.ts';
import { openDialog } from '../../state/dialogs.ts';
import { testEngine, workOn } from '../../state/engines-store.ts';
import { show } from '../../state/view-store.ts';
import { engineTitle } from '../../text/engine-text.ts';
import type { PaletteEntry } from './entries.ts';

/** Working on another engine, and adding or testing one. `present`: the name of the one that is worked on. */
export function engineChoiceEntries(
  engines: readonly ListedEngine[],
  present: string,
): readonly PaletteEntry[] {
  const usable = engines.filter(({ problem }) => problem === null);
  const known = present === ownEngine ? usable : [{ name: ownEngine }, ...usable];
  const others = new Set(known.map(({ name }) => name).filter((name) => name !== present));
  return [
    ...[...others].map((name) => ({
      ...{ id: `engine use ${name}`, title: `Use ${engineTitle(name)}`, kind: 'Engine', icon: Server },
      words: 'switch choose context remote machine ssh tls',
      onAction: () => void workOn(name),
    })),
    ...usable.map(({ name }) => ({
      ...{ id: `engine test ${name}`, title: `Test ${engineTitle(name)}`, kind: 'Engine', icon: PlugZap },
      words: 'connect ping latency context remote',
      onAction: () => {
        show('settings');
        void testEngine(name);
      },
    })),
    {
      ...{ id: 'engine add', title: 'Add an engine…', kind: 'Engine', icon: Plus },
      words: 'new context remote machine ssh tls',
      onAction: () => openDialog({ kind: 'add-engine' }),
    },
  ];
}
