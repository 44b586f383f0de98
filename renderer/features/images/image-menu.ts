import { ArrowDownToLine, ArrowUpFromLine, RefreshCw, Save, Tag } from 'lucide-react';
import { shortImageName } from '../../../main/contract/engine/image-name.ts';
import { openDialog } from '../../state/dialogs.ts';
import { checkImages } from '../../state/image-checks-store.ts';
import { notifyFailure } from '../../state/notices.ts';
import { pull, saveToFile } from '../../state/transfers-store.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import type { ImageRow } from './image-rows.ts';

/** What is done to an image less often: the entries of its menu. */
export function imageMenu(row: ImageRow): readonly (readonly MenuEntry[])[] {
  const { id, reference, tag, size, digests, isCheckable } = row;
  return [
    [
      {
        ...{ title: 'Look for a newer one', icon: RefreshCw, isDisabled: !isCheckable },
        onAction: () => void checkImages([{ id, tags: [reference], digests }]),
      },
      {
        ...{ title: 'Pull again', icon: ArrowDownToLine, isDisabled: tag === null },
        onAction: () => void pull(reference).catch(notifyFailure),
      },
      { title: 'Tag…', icon: Tag, onAction: () => openDialog({ kind: 'tag', id }) },
      {
        ...{ title: 'Push…', icon: ArrowUpFromLine },
        onAction: () => openDialog({ kind: 'push', id, names: tag === null ? [] : [reference] }),
      },
      {
        ...{ title: 'Save to a file…', icon: Save },
        onAction: () => void saveToFile([reference], shortImageName(reference), size),
      },
    ],
  ];
}
