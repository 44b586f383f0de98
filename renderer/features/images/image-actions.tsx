import { ArrowDownToLine, ArrowUpFromLine, Play, RefreshCw, Save, Trash2 } from 'lucide-react';
import { removeImage } from '../../state/actions.ts';
import { checkImages } from '../../state/image-checks-store.ts';
import { notifyFailure } from '../../state/notices.ts';
import { usePending } from '../../state/pending.ts';
import { pull, saveToFile } from '../../state/transfers-store.ts';
import { shortImageName } from '../../text/image-name.ts';
import { visibleText } from '../../text/visible-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { MoreMenu } from '../../ui/more-menu.tsx';
import type { OpenDialog } from './image-dialogs.tsx';
import type { ImageRow } from './image-rows.ts';

interface ImageActionsProps {
  readonly row: ImageRow;
  readonly onOpen: (dialog: OpenDialog) => void;
}

/** What can be done to an image, at the end of its row. */
export function ImageActions({ row, onOpen }: ImageActionsProps) {
  const { key, id, reference, tag, size } = row;
  const isBusy = usePending((store) => store[key] !== undefined);
  const name = visibleText(shortImageName(reference));
  const names = tag === null ? [] : [reference];
  return (
    <span className="row-actions">
      <IconButton
        icon={Play}
        label={`Run ${name}`}
        isDisabled={isBusy}
        onPress={() => onOpen({ kind: 'run', reference })}
      />
      <IconButton
        icon={Trash2}
        kind="danger"
        label={`Remove ${name}`}
        isDisabled={isBusy}
        onPress={() => void removeImage(key, reference)}
      />
      <MoreMenu
        label={`More for ${name}`}
        isDisabled={isBusy}
        groups={[
          [
            {
              ...{ title: 'Look for a newer one', icon: RefreshCw, isDisabled: !row.isCheckable },
              onAction: () => void checkImages([{ id, tags: [reference], digests: row.digests }]),
            },
            {
              ...{ title: 'Pull again', icon: ArrowDownToLine, isDisabled: tag === null },
              onAction: () => void pull(reference).catch(notifyFailure),
            },
            {
              ...{ title: 'Push…', icon: ArrowUpFromLine },
              onAction: () => onOpen({ kind: 'push', id, names }),
            },
            {
              ...{ title: 'Save to a file…', icon: Save },
              onAction: () => void saveToFile([reference], shortImageName(reference), size),
            },
          ],
        ]}
      />
    </span>
  );
}
