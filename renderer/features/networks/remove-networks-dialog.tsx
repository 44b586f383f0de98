import { removeNetworks } from '../../state/networks-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { ConfirmDialog, NoticeDialog } from '../../ui/dialog.tsx';
import { NameList } from '../../ui/name-list.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { isInUse, type NetworkRow } from './network-rows.ts';

interface RemoveNetworksDialogProps {
  readonly rows: readonly NetworkRow[];
  /** Said in place of the names when it is for a prune. */
  readonly title?: string;
  /** They are being removed: nothing is to stay chosen. */
  readonly onRemoved?: () => void;
  readonly onClose: () => void;
}

/** Asks before networks are removed; those in which containers run, and the engine's own, are said and left. */
export function RemoveNetworksDialog({ rows, title, onRemoved, onClose }: RemoveNetworksDialogProps) {
  const free = rows.filter((row) => !row.isBuiltIn && !isInUse(row));
  const rest = rows.length - free.length;
  const [only] = free;
  const joined = free.filter(({ members }) => members.length > 0);
  if (only === undefined) {
    const users = [...new Set(rows.flatMap(({ members }) => members.map(({ container }) => container.name)))];
    return (
      <NoticeDialog
        title={title ?? (rows.length === 1 ? 'The network is in use' : 'None can be removed')}
        onClose={onClose}
      >
        {rows.length === 0
          ? 'Every network belongs to the engine, or has a container. There is nothing to remove.'
          : `Containers run in ${rows.length === 1 ? 'it' : 'them'}, or ${rows.length === 1 ? 'it belongs' : 'they belong'} to the engine: ${visibleText(users.slice(0, 5).join(', '))}. Disconnect them first.`}
      </NoticeDialog>
    );
  }
  return (
    <ConfirmDialog
      title={
        title ??
        (free.length === 1 ? (
          <>
            {'Remove '}
            <Untrusted text={only.name} />?
          </>
        ) : (
          `Remove ${free.length} networks?`
        ))
      }
      isOpen
      onClose={onClose}
      onConfirm={() => {
        onRemoved?.();
        void removeNetworks(free);
      }}
      action={free.length === 1 ? 'Remove' : `Remove ${free.length}`}
    >
      <p>
        {free.length === 1 && title === undefined
          ? 'Containers that are to join it later will not find it.'
          : 'Containers that are to join them later will not find them:'}
      </p>
      {(free.length > 1 || title !== undefined) && (
        <NameList
          label="Networks"
          names={free.map(({ id, name, ranges }) => ({
            key: id,
            name: <Untrusted text={name} />,
            aside: <Untrusted text={ranges[0]?.subnet ?? ''} />,
          }))}
        />
      )}
      {joined.length > 0 && (
        <p className="dialog-aside">
          Containers that do not run belong to {joined.length === 1 ? 'it' : `${joined.length} of them`}, and
          will not start without.
        </p>
      )}
      {rest > 0 && (
        <p className="dialog-aside">
          {rest} of {rows.length} stay: they are in use, or the engine’s own.
        </p>
      )}
    </ConfirmDialog>
  );
}
