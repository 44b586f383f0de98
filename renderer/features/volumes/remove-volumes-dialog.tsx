import { removeVolumes } from '../../state/volumes-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { ConfirmDialog, NoticeDialog } from '../../ui/dialog.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import type { VolumeRow } from './volume-rows.ts';
import { totalSizeText, VolumeNames } from './volume-size.tsx';

interface RemoveVolumesDialogProps {
  readonly rows: readonly VolumeRow[];
  /** They are being removed: nothing is to stay chosen. */
  readonly onRemoved?: () => void;
  readonly onClose: () => void;
}

/** Asks before volumes are removed; those that a container has are said, and left. */
export function RemoveVolumesDialog({ rows, onRemoved, onClose }: RemoveVolumesDialogProps) {
  const free = rows.filter(({ usedBy }) => usedBy.length === 0);
  const used = rows.filter(({ usedBy }) => usedBy.length > 0);
  const [only] = rows;
  if (only === undefined) return null;
  if (free.length === 0) {
    return (
      <NoticeDialog
        title={
          rows.length === 1 ? <Title before="" name={only.shownName} after=" is in use" /> : 'All are in use'
        }
        onClose={onClose}
      >
        <UsersText rows={used} /> Remove those containers first.
      </NoticeDialog>
    );
  }
  const isOne = free.length === 1 && rows.length === 1;
  return (
    <ConfirmDialog
      title={
        isOne ? (
          <Title before="Remove " name={only.shownName} after="?" />
        ) : (
          `Remove ${free.length} ${free.length === 1 ? 'volume' : 'volumes'}?`
        )
      }
      isOpen
      onClose={onClose}
      onConfirm={() => {
        onRemoved?.();
        void removeVolumes(free.map(({ name }) => name));
      }}
      action="Remove"
    >
      <p>
        {isOne ? 'What it holds' : 'What they hold'} ({totalSizeText(free)}) cannot be had again.
      </p>
      {!isOne && <VolumeNames rows={free} />}
      {used.length > 0 && (
        <p className="dialog-aside">
          {used.length} of {rows.length} stay. <UsersText rows={used} />
        </p>
      )}
    </ConfirmDialog>
  );
}

function Title({
  before,
  name,
  after,
}: {
  readonly before: string;
  readonly name: string;
  readonly after: string;
}) {
  return (
    <>
      {before}
      <Untrusted text={name} />
      {after}
    </>
  );
}

/** Who has them: the first few by name. */
function UsersText({ rows }: { readonly rows: readonly VolumeRow[] }) {
  const names = [...new Set(rows.flatMap(({ usedBy }) => usedBy.map(({ name }) => name)))];
  const shown = names.slice(0, 3).map(visibleText).join(', ');
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return (
    <>
      Used by <bdi>{shown}</bdi>
      {more}.
    </>
  );
}
