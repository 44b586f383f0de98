import { Pencil, RotateCw, Trash2, X } from 'lucide-react';
import type { Build } from '../../../main/contract/builds.ts';
import { buildAgain, cancelBuild, editBuild, removeBuild } from '../../state/builds-store.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';

/** What can be done about a build, for its menu and the palette. Without an engine (`isReady`) one can only be ended. */
export function buildMenu(build: Build, isReady: boolean): readonly (readonly MenuEntry[])[] {
  const isRunning = build.state.kind === 'running';
  const isUnknown = !build.isOurs;
  const isDisabled = isUnknown || !isReady;
  return [
    [
      { title: 'Build again', icon: RotateCw, isDisabled, onAction: () => void buildAgain(build) },
      { title: 'Edit and build…', icon: Pencil, isDisabled, onAction: () => void editBuild(build) },
    ],
    [
      isRunning
        ? { title: 'Cancel', icon: X, isDisabled: isUnknown, onAction: () => void cancelBuild(build.id) }
        : {
            ...{ title: 'Remove from the history', icon: Trash2, isDisabled: !isReady },
            onAction: () => void removeBuild(build),
          },
    ],
  ];
}
