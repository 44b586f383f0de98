import { Suspense } from 'react';
import { assertNever } from '../../main/contract/assert-never.ts';
import { closeDialog, type OpenDialog, useDialog } from '../state/dialogs.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { CompareDialog } from './builds/compare-dialog.tsx';
import { DownQuestion, ForgetQuestion, TemplateDialog } from './compose/compose-dialogs.tsx';
import { LimitsDialog } from './container/limits-dialog.tsx';
import { CommitDialog } from './containers/dialogs/commit-dialog.tsx';
import { KillDialog } from './containers/dialogs/kill-dialog.tsx';
import { RemoveContainersDialog } from './containers/dialogs/remove-containers-dialog.tsx';
import { RenameDialog } from './containers/dialogs/rename-dialog.tsx';
import { TerminalDialog } from './containers/dialogs/terminal-dialog.tsx';
import { EndEngineDialog } from './engine/end-engine-dialog.tsx';
import { AddEngineDialog } from './engines/add-engine-dialog.tsx';
import { ReplaceQuestion } from './files/file-questions.tsx';
import { TagDialog } from './image/tag-dialog.tsx';
import { CleanUpDialog } from './images/clean-up-dialog.tsx';
import { ImportDialog } from './images/import-dialog.tsx';
import { PullDialog } from './images/pull-dialog.tsx';
import { PushDialog } from './images/push-dialog.tsx';
import { RemoveImagesDialog } from './images/remove-images-dialog.tsx';
import { CreateNetworkDialog } from './networks/create-network-dialog.tsx';
import { NetworkDialogs, PruneNetworksDialog } from './networks/network-dialogs.tsx';
import { CreateSnapshotDialog } from './snapshots/create-snapshot-dialog.tsx';
import { SnapshotQuestion } from './snapshots/snapshot-question.tsx';
import { PruneDialog } from './system/prune-dialog.tsx';
import { CreateVolumeDialog } from './volumes/create-volume-dialog.tsx';
import { FromBackupDialog } from './volumes/from-backup-dialog.tsx';
import { PruneVolumesDialog } from './volumes/prune-volumes-dialog.tsx';
import { VolumeDialogs } from './volumes/volume-dialogs.tsx';

/** Fetched when they are first needed: what reads a command line is large. */
const RunFormDialog = lazyPart(() =>
  import('./run/run-form-dialog.tsx').then((module) => module.RunFormDialog),
);
const SwarmDialogs = lazyPart(() =>
  import('./swarm/swarm-dialogs.tsx').then((module) => module.SwarmDialogs),
);
const BuildDialog = lazyPart(() => import('./builds/build-dialog.tsx').then((module) => module.BuildDialog));
const RecreateDialog = lazyPart(() =>
  import('./recreate/recreate-dialog.tsx').then((module) => module.RecreateDialog),
);

/** The dialog that is open, wherever it was asked for. */
export function Dialogs() {
  const open = useDialog((store) => store.open);
  return open === null ? null : <Suspense fallback={null}>{dialogOf(open)}</Suspense>;
}

function dialogOf(open: OpenDialog) {
  switch (open.kind) {
    case 'rename':
      return <RenameDialog container={open.container} onClose={closeDialog} />;
    case 'commit':
      return <CommitDialog container={open.container} onClose={closeDialog} />;
    case 'recreate':
      return <RecreateDialog container={open.container} onClose={closeDialog} />;
    case 'limits':
      return <LimitsDialog container={open.container} onClose={closeDialog} />;
    case 'terminal':
      return <TerminalDialog container={open.container} goesThere={open.goesThere} onClose={closeDialog} />;
    case 'kill':
      return <KillDialog containers={open.containers} onClose={closeDialog} />;
    case 'remove':
      return <RemoveContainersDialog containers={open.containers} onClose={closeDialog} />;
    case 'end-engine':
      return <EndEngineDialog request={open.request} onClose={closeDialog} />;
    case 'run':
      return <RunFormDialog begin={{ image: open.image, ...open.form }} onClose={closeDialog} />;
    case 'build':
      return <BuildDialog begin={open.form ?? {}} onClose={closeDialog} />;
    case 'compare-builds':
      return <CompareDialog first={open.first} second={open.second} onClose={closeDialog} />;
    case 'pull':
      return <PullDialog onClose={closeDialog} />;
    case 'clean-up':
      return <CleanUpDialog onClose={closeDialog} />;
    case 'push':
      return <PushDialog id={open.id} names={open.names} onClose={closeDialog} />;
    case 'tag':
      return <TagDialog id={open.id} onClose={closeDialog} />;
    case 'remove-images':
      return <RemoveImagesDialog keys={open.keys} onRemoved={open.onRemoved} onClose={closeDialog} />;
    case 'import':
      return <ImportDialog file={open.file} onClose={closeDialog} />;
    case 'replace-files':
      return (
        <ReplaceQuestion
          names={open.names}
          folder={open.folder}
          onConfirm={open.onReplace}
          onClose={closeDialog}
        />
      );
    case 'create-volume':
      return <CreateVolumeDialog onClose={closeDialog} />;
    case 'connect':
    case 'remove-networks':
      return <NetworkDialogs open={open} onClose={closeDialog} />;
    case 'prune':
      if (open.what === 'volumes') return <PruneVolumesDialog onClose={closeDialog} />;
      if (open.what === 'networks') return <PruneNetworksDialog onClose={closeDialog} />;
      return <PruneDialog kind={open.what} onClose={closeDialog} />;
    case 'volume-from-backup':
      return <FromBackupDialog file={open.file} onClose={closeDialog} />;
    case 'clone-volume':
    case 'empty-volume':
    case 'restore-volume':
    case 'remove-volumes':
      return <VolumeDialogs open={open} onClose={closeDialog} />;
    case 'compose-down':
      return <DownQuestion project={open.project} onClose={closeDialog} />;
    case 'compose-forget':
      return <ForgetQuestion project={open.project} onClose={closeDialog} />;
    case 'compose-template':
      return <TemplateDialog onClose={closeDialog} />;
    case 'add-engine':
      return <AddEngineDialog onClose={closeDialog} />;
    case 'create-network':
      return <CreateNetworkDialog onClose={closeDialog} />;
    case 'create-snapshot':
      return <CreateSnapshotDialog onClose={closeDialog} />;
    case 'restore-snapshot':
    case 'delete-snapshot':
      return <SnapshotQuestion kind={open.kind} snapshot={open.snapshot} onClose={closeDialog} />;
    case 'swarm-init':
    case 'swarm-join':
    case 'swarm-leave':
    case 'swarm-rescue':
    case 'swarm-tokens':
    case 'add-node':
    case 'create-service':
    case 'scale-service':
    case 'update-service':
    case 'remove-services':
    case 'node-labels':
    case 'remove-node':
    case 'deploy-stack':
    case 'remove-stack':
    case 'create-swarm-file':
    case 'remove-swarm-files':
      return <SwarmDialogs open={open} onClose={closeDialog} />;
    default:
      return assertNever(open);
  }
}
