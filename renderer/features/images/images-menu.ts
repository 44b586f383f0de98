import { BrushCleaning, FolderInput, PackageOpen, RefreshCw } from 'lucide-react';
import type { Image } from '../../../main/contract/engine/images.ts';
import { openDialog } from '../../state/dialogs.ts';
import { checkImages } from '../../state/image-checks-store.ts';
import { notifyFailure } from '../../state/notices.ts';
import { chooseRootArchive, loadFromFiles } from '../../state/transfers-store.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';

/** What is done about images as a whole less often. `isChecking`: registries are being asked for newer ones already. */
export function imagesMenu(images: readonly Image[], isChecking: boolean): readonly (readonly MenuEntry[])[] {
  return [
    [
      {
        ...{ title: 'Look for newer ones', icon: RefreshCw, isDisabled: isChecking },
        onAction: () => void checkImages(images),
      },
      { title: 'Load from a file…', icon: PackageOpen, onAction: () => void loadFromFiles() },
      { title: 'Import a root file system…', icon: FolderInput, onAction: () => void askImport() },
    ],
    [{ title: 'Clean up…', icon: BrushCleaning, onAction: () => openDialog({ kind: 'clean-up' }) }],
  ];
}

async function askImport(): Promise<void> {
  try {
    const file = await chooseRootArchive();
    if (file !== null) openDialog({ kind: 'import', file });
  } catch (error) {
    notifyFailure(error);
  }
}
