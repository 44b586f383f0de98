import { Play, SearchCheck } from 'lucide-react';
import type { PlaybookRun } from '../../../main/contract/ansible.ts';
import { choosePlaybook } from '../../state/playbooks-store.ts';
import { runTitle } from '../../text/playbook-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { runActions } from '../ansible/run-menu.ts';
import type { PaletteEntry } from './entries.ts';
import { entriesOf } from './entries-of.ts';

/** Running playbooks, and what can be done about those that were run; `isReady`: the engine can be asked. */
export function playbookEntries(runs: readonly PlaybookRun[], isReady: boolean): readonly PaletteEntry[] {
  const words = 'ansible playbook';
  return [
    ...(isReady
      ? [
          {
            ...{ id: 'ansible run', title: 'Run a playbook…', words, kind: 'Ansible', icon: Play },
            onAction: () => void choosePlaybook(false),
          },
          {
            ...{ id: 'ansible check', title: 'Dry run of a playbook…', words: `${words} check` },
            ...{ kind: 'Ansible', icon: SearchCheck, onAction: () => void choosePlaybook(true) },
          },
        ]
      : []),
    ...runs.flatMap((run) =>
      entriesOf(`ansible ${run.id}`, visibleText(runTitle(run)), words, runActions(run, isReady)),
    ),
  ];
}
