import { CircleX, Layers, Play } from 'lucide-react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { shortImageName } from '../../../main/contract/engine/image-name.ts';
import type { Image } from '../../../main/contract/engine/images.ts';
import { removeImage } from '../../state/actions.ts';
import { openDialog } from '../../state/dialogs.ts';
import { goTo } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import { imageMenu } from '../images/image-menu.ts';
import { imageRows } from '../images/image-rows.ts';
import type { PaletteEntry } from './entries.ts';
import { entriesOf } from './entries-of.ts';

/** The page of each image, and what can be done to each of its names. */
export function imageEntries(
  images: readonly Image[],
  containers: readonly Container[],
): readonly PaletteEntry[] {
  return imageRows(images, containers).flatMap((row) => {
    const { key, id, reference } = row;
    const name = visibleText(shortImageName(reference));
    const words = 'image';
    const actions: readonly MenuEntry[] = [
      { title: 'Run…', icon: Play, onAction: () => openDialog({ kind: 'run', image: reference }) },
      ...imageMenu(row).flat(),
      {
        ...{ title: 'Remove', icon: CircleX, isDisabled: row.usedBy.length > 0 },
        onAction: () => void removeImage(key, reference),
      },
    ];
    return [
      {
        ...{ id: `image ${key}`, title: name, words, kind: 'Image', icon: Layers },
        onAction: () => goTo({ view: 'images', page: { kind: 'image', id, tab: 'overview' } }),
      },
      ...entriesOf(`image ${key}`, name, words, actions),
    ];
  });
}
