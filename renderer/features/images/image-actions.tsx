import { ArrowDownToLine, ArrowUpFromLine, Play, Save, Trash2 } from 'lucide-react';
import { removeImage } from '../../state/actions.ts';
import { notifyFailure } from '../../state/notices.ts';
import { usePending } from '../../state/pending.ts';
import { pull, saveToFile } from '../../state/transfers-store.ts';
import { shortImageName } from '../../text/image-name.ts';
import { visibleText } from '../../text/visible-text.ts';
import { ActionMenu } from '../../ui/action-menu.tsx';
import { IconButton } from '../../ui/button.tsx';
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
      <ActionMenu
        label={`More for ${name}`}
        isDisabled={isBusy}
        actions={[
          {
            ...{ id: 'pull', title: 'Pull again', icon: ArrowDownToLine, isDisabled: tag === null },
            onAction: () => void pull(reference).catch(notifyFailure),
          },
          {
            ...{ id: 'push', title: 'Push…', icon: ArrowUpFromLine },
            onAction: () => onOpen({ kind: 'push', id, names }),
          },
          {
            ...{ id: 'save', title: 'Save to a file…', icon: Save },
            onAction: () => void saveToFile([reference], shortImageName(reference), size),
          },
        ]}
      />
    </span>
  );
}
