import { Check, ChevronsUpDown, Plus, Server, Settings } from 'lucide-react';
import { ownEngine } from '../../../main/contract/own-engine.ts';
import { openDialog } from '../../state/dialogs.ts';
import { readEngines, useEngines, workOn } from '../../state/engines-store.ts';
import { show } from '../../state/view-store.ts';
import { engineTitle } from '../../text/engine-text.ts';
import { type MenuEntry, MoreMenu } from '../../ui/more-menu.tsx';

/** A menu of the engines that the window can work on. */
export function EngineChoice() {
  const { list, present, turning } = useEngines();
  const now = present?.name ?? ownEngine;
  const engines =
    list.kind === 'loaded'
      ? list.items
      : [ownEngine, ...(now === ownEngine ? [] : [now])].map((name) => ({ name, problem: null }));
  const choices = engines.map(
    ({ name, problem }): MenuEntry => ({
      title: name === now ? `${engineTitle(name)} (in use)` : engineTitle(name),
      icon: name === now ? Check : Server,
      isDisabled: problem !== null,
      onAction: () => {
        if (name !== now) void workOn(name);
      },
    }),
  );
  return (
    <MoreMenu
      label="Choose an engine"
      icon={ChevronsUpDown}
      isDisabled={turning !== null}
      onOpen={readEngines}
      groups={() => [
        choices,
        [
          { title: 'Add an engine…', icon: Plus, onAction: () => openDialog({ kind: 'add-engine' }) },
          { title: 'All engines', icon: Settings, onAction: () => show('settings') },
        ],
      ]}
    />
  );
}
