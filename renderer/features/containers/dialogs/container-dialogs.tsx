import { lazy, Suspense } from 'react';
import { assertNever } from '../../../../main/contract/assert-never.ts';
import { closeContainerDialog, useContainerDialog } from '../../../state/container-dialogs.ts';
import { CommitDialog } from './commit-dialog.tsx';
import { KillDialog } from './kill-dialog.tsx';
import { RemoveContainersDialog } from './remove-containers-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { TerminalDialog } from './terminal-dialog.tsx';

/** Fetched when it is first needed, as the form for a new container is. */
const RecreateDialog = lazy(() =>
  import('../../recreate/recreate-dialog.tsx').then((module) => ({ default: module.RecreateDialog })),
);

/** The dialog about containers that is open, wherever it was asked for. */
export function ContainerDialogs() {
  const open = useContainerDialog((store) => store.open);
  if (open === null) return null;
  switch (open.kind) {
    case 'rename':
      return <RenameDialog container={open.container} onClose={closeContainerDialog} />;
    case 'commit':
      return <CommitDialog container={open.container} onClose={closeContainerDialog} />;
    case 'recreate':
      return (
        <Suspense fallback={null}>
          <RecreateDialog container={open.container} onClose={closeContainerDialog} />
        </Suspense>
      );
    case 'terminal':
      return (
        <TerminalDialog
          container={open.container}
          goesThere={open.goesThere}
          onClose={closeContainerDialog}
        />
      );
    case 'kill':
      return <KillDialog containers={open.containers} onClose={closeContainerDialog} />;
    case 'remove':
      return <RemoveContainersDialog containers={open.containers} onClose={closeContainerDialog} />;
    default:
      return assertNever(open);
  }
}
