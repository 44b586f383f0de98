import { RotateCw, Trash2, X } from 'lucide-react';
import type { PlaybookRun } from '../../../main/contract/ansible.ts';
import { cancelRun, dismissRun, runAgain } from '../../state/playbooks-store.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';

/** What can be done about a run; `isReady`: the engine can be asked. */
export function runActions({ id, state }: PlaybookRun, isReady: boolean): readonly MenuEntry[] {
  if (state.kind === 'running')
    return [{ title: 'Cancel', icon: X, isDisabled: state.isEnding, onAction: () => void cancelRun(id) }];
  return [
    { title: 'Run again', icon: RotateCw, isDisabled: !isReady, onAction: () => void runAgain(id) },
    { title: 'Remove from the list', icon: Trash2, onAction: () => void dismissRun(id) },
  ];
}
