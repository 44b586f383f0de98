import { Save, Trash2, X } from 'lucide-react';
import { shortImageName } from '../../../main/contract/engine/image-name.ts';
import { openDialog } from '../../state/dialogs.ts';
import { saveToFile } from '../../state/transfers-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import type { ImageRow } from './image-rows.ts';

interface ChosenImagesProps {
  readonly chosen: readonly ImageRow[];
  readonly onChooseNone: () => void;
}

/** What can be done to all chosen images. */
export function ChosenImages({ chosen, onChooseNone }: ChosenImagesProps) {
  const [first] = chosen;
  const save = () => {
    const [references, size] = [chosen.map(({ reference }) => reference), sizeOf(chosen)];
    const suggested = chosen.length === 1 && first !== undefined ? shortImageName(first.reference) : 'images';
    return saveToFile(references, suggested, size);
  };
  return (
    <>
      <Button icon={Save} onPress={() => void save()}>
        {`Save ${chosen.length}…`}
      </Button>
      <Button
        icon={Trash2}
        onPress={() =>
          openDialog({
            kind: 'remove-images',
            keys: chosen.map(({ key }) => key),
            onRemoved: onChooseNone,
          })
        }
      >
        {`Remove ${chosen.length}`}
      </Button>
      <IconButton icon={X} label="Choose none" onPress={onChooseNone} />
    </>
  );
}

/** In bytes, each image once, whatever names of it are chosen. Layers that they share are counted with each. */
function sizeOf(rows: readonly ImageRow[]): number {
  return [...new Map(rows.map(({ id, size }) => [id, size])).values()].reduce((sum, size) => sum + size, 0);
}
