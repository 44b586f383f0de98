import { Play, Tag, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Image } from '../../../main/contract/engine/images.ts';
import { removeWholeImage } from '../../state/actions.ts';
import { openDialog } from '../../state/dialogs.ts';
import { useEngine } from '../../state/engine-store.ts';
import { usePending } from '../../state/pending.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';

/** What can be done to an image, at the head of its page. */
export function ImagePageActions({ image }: { readonly image: Image }) {
  const [asks, setAsks] = useState(false);
  const isBusy = usePending((store) => store[image.id] !== undefined);
  const isUsed = useEngine(
    ({ containers }) =>
      containers.kind === 'loaded' && containers.items.some(({ imageId }) => imageId === image.id),
  );
  const [name] = image.tags;
  return (
    <>
      <Button icon={Tag} isDisabled={isBusy} onPress={() => openDialog({ kind: 'tag', id: image.id })}>
        Tag
      </Button>
      <Button icon={Trash2} isBusy={isBusy} isDisabled={isUsed} onPress={() => setAsks(true)}>
        {isUsed ? 'In use' : 'Remove'}
      </Button>
      <Button
        kind="primary"
        icon={Play}
        isDisabled={isBusy}
        onPress={() => openDialog({ kind: 'run', image: name ?? image.id })}
      >
        Run
      </Button>
      <ConfirmDialog
        title="Remove this image?"
        isOpen={asks}
        onClose={() => setAsks(false)}
        onConfirm={() => void removeWholeImage(image)}
        action="Remove"
      >
        {image.tags.length > 1 && `It goes with all of its ${image.tags.length} names. `}
        To have it again it must be pulled or built.
      </ConfirmDialog>
    </>
  );
}
