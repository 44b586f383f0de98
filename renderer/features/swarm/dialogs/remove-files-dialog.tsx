import type { SwarmFileKind } from '../../../../main/contract/engine/swarm-limits.ts';
import { removeSwarmFiles } from '../../../state/swarm-store.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { ConfirmDialog, NoticeDialog } from '../../../ui/dialog.tsx';
import { NameList } from '../../../ui/name-list.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import type { FileRow } from '../swarm-rows.ts';

interface RemoveFilesDialogProps {
  readonly kind: SwarmFileKind;
  readonly rows: readonly FileRow[];
  /** They are being removed: nothing is to stay chosen. */
  readonly onRemoved: (() => void) | undefined;
  readonly onClose: () => void;
}

/** Asks before secrets or configs are removed; those that services have are said and left. */
export function RemoveFilesDialog({ kind, rows, onRemoved, onClose }: RemoveFilesDialogProps) {
  const free = rows.filter(({ users }) => users.length === 0);
  const [only] = free;
  const one = kind === 'secrets' ? 'secret' : 'config';
  if (only === undefined) {
    const users = [...new Set(rows.flatMap((row) => row.users))];
    return (
      <NoticeDialog
        title={rows.length === 1 ? `The ${one} is in use` : 'All of them are in use'}
        onClose={onClose}
      >
        {`Services have ${rows.length === 1 ? 'it' : 'them'}: ${visibleText(users.slice(0, 5).join(', '))}. Remove these first.`}
      </NoticeDialog>
    );
  }
  const rest = rows.length - free.length;
  return (
    <ConfirmDialog
      title={
        free.length === 1 ? (
          <>
            {'Remove '}
            <Untrusted text={only.name} />?
          </>
        ) : (
          `Remove ${free.length} ${one}s?`
        )
      }
      isOpen
      onClose={onClose}
      onConfirm={() => {
        onRemoved?.();
        void removeSwarmFiles(kind, free);
      }}
      action={free.length === 1 ? 'Remove' : `Remove ${free.length}`}
    >
      <p>What {free.length === 1 ? 'it holds' : 'they hold'} is gone then: nobody can read it back.</p>
      {free.length > 1 && (
        <NameList
          label={kind === 'secrets' ? 'Secrets' : 'Configs'}
          names={free.map(({ id, name }) => ({ key: id, name: <Untrusted text={name} /> }))}
        />
      )}
      {rest > 0 && (
        <p className="dialog-aside">
          {rest} of {rows.length} stay: services have {rest === 1 ? 'it' : 'them'}.
        </p>
      )}
    </ConfirmDialog>
  );
}
