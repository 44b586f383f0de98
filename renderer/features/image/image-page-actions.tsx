import { Play, Tag, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Image } from '../../../main/contract/engine/images.ts';
import { removeWholeImage } from '../../state/actions.ts';
import { useEngine } from '../../state/engine-store.ts';
import { usePending } from '../../state/pending.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { RunDialog } from '../containers/run-dialog.tsx';
import { TagDialog } from './tag-dialog.tsx';

/** What can be done to an image, at the head of its page. */
export function ImagePageActions({ image }: { readonly image: Image }) {
  const [open, setOpen] = useState<'run' | 'tag' | 'remove' | null>(null);
  const isBusy = usePending((store) => store[image.id] !== undefined);
  const isUsed = useEngine(
    ({ containers }) =>
      containers.kind === 'loaded' && containers.items.some(({ imageId }) => imageId === image.id),
  );
  const close = () => setOpen(null);
  const [name] = image.tags;
  return (
    <>
      <Button icon={Tag} isDisabled={isBusy} onPress={() => setOpen('tag')}>
        Tag
      </Button>
      <Button icon={Trash2} isBusy={isBusy} isDisabled={isUsed} onPress={() => setOpen('remove')}>
        {isUsed ? 'In use' : 'Remove'}
      </Button>
      <Button kind="primary" icon={Play} isDisabled={isBusy} onPress={() => setOpen('run')}>
        Run
      </Button>
      {open === 'run' && <RunDialog image={name ?? image.id} onClose={close} />}
      {open === 'tag' && <TagDialog image={image} onClose={close} />}
      <ConfirmDialog
        title="Remove this image?"
        isOpen={open === 'remove'}
        onClose={close}
        onConfirm={() => void removeWholeImage(image)}
        action="Remove"
      >
        {image.tags.length > 1 && `It goes with all of its ${image.tags.length} names. `}
        To have it again it must be pulled or built.
      </ConfirmDialog>
    </>
  );
}
