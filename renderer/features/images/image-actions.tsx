import { Play, Trash2 } from 'lucide-react';
import { shortImageName } from '../../../main/contract/engine/image-name.ts';
import { removeImage } from '../../state/actions.ts';
import { openDialog } from '../../state/dialogs.ts';
import { usePending } from '../../state/pending.ts';
import { visibleText } from '../../text/visible-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { imageMenu } from './image-menu.ts';
import type { ImageRow } from './image-rows.ts';

/** What can be done to an image, at the end of its row. */
export function ImageActions({ row }: { readonly row: ImageRow }) {
  const { key, reference } = row;
  const isBusy = usePending((store) => store[key] !== undefined);
  const name = visibleText(shortImageName(reference));
  return (
    <span className="row-actions">
      <IconButton
        icon={Play}
        label={`Run ${name}`}
        isDisabled={isBusy}
        onPress={() => openDialog({ kind: 'run', image: reference })}
      />
      <IconButton
        icon={Trash2}
        kind="danger"
        label={`Remove ${name}`}
        isDisabled={isBusy}
        onPress={() => void removeImage(key, reference)}
      />
      <MoreMenu label={`More for ${name}`} isDisabled={isBusy} groups={() => imageMenu(row)} />
    </span>
  );
}
