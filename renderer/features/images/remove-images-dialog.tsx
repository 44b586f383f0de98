import { shortImageName } from '../../../main/contract/engine/image-name.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { removeImages } from '../../state/actions.ts';
import { useCloseOnceGone } from '../../state/use-close-once-gone.ts';
import { visibleText } from '../../text/visible-text.ts';
import { ConfirmDialog, NoticeDialog } from '../../ui/dialog.tsx';
import { NameList } from '../../ui/name-list.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import type { ImageRow } from './image-rows.ts';
import { useImageRows } from './use-image-rows.ts';

interface RemoveImagesDialogProps {
  /** Of lines of the images' table. */
  readonly keys: readonly string[];
  /** They are being removed: nothing is to stay chosen. */
  readonly onRemoved: () => void;
  /** Must keep its identity between renders. */
  readonly onClose: () => void;
}

/** Asks before images are removed, each by the name that was chosen; those that a container has are said, and left. */
export function RemoveImagesDialog({ keys, onRemoved, onClose }: RemoveImagesDialogProps) {
  const rows = useImageRows().filter(({ key }) => keys.includes(key));
  useCloseOnceGone(rows.length === 0, onClose);
  const free = rows.filter(({ usedBy }) => usedBy.length === 0);
  const used = rows.filter(({ usedBy }) => usedBy.length > 0);
  if (rows.length === 0) return null;
  if (free.length === 0) {
    return (
      <NoticeDialog title="All are in use" onClose={onClose}>
        {usersText(used)} Remove those containers first.
      </NoticeDialog>
    );
  }
  return (
    <ConfirmDialog
      title={`Remove ${free.length} ${free.length === 1 ? 'image' : 'images'}?`}
      isOpen
      onClose={onClose}
      onConfirm={() => {
        onRemoved();
        void removeImages(free);
      }}
      action={free.length === 1 ? 'Remove' : `Remove ${free.length}`}
    >
      <p>An image with other names loses these alone; the others have to be pulled or built again.</p>
      <NameList
        label="Images"
        names={free.map(({ key, reference, size }) => ({
          key,
          name: <Untrusted text={shortImageName(reference)} />,
          aside: formatSize(size),
        }))}
      />
      {used.length > 0 && (
        <p className="dialog-aside">
          {used.length} of {rows.length} stay. {usersText(used)}
        </p>
      )}
    </ConfirmDialog>
  );
}

/** Which containers have them: the first few by name. */
function usersText(rows: readonly ImageRow[]): string {
  const names = [...new Set(rows.flatMap(({ usedBy }) => usedBy))];
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `Used by ${names.slice(0, 3).map(visibleText).join(', ')}${more}.`;
}
