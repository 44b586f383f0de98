import type { SwarmDialog } from '../../state/dialogs.ts';
import { useCloseOnceGone } from '../../state/use-close-once-gone.ts';
import { AddNodeDialog } from './dialogs/add-node-dialog.tsx';
import { CreateFileDialog } from './dialogs/create-file-dialog.tsx';
import { CreateServiceDialog } from './dialogs/create-service-dialog.tsx';
import { DeployStackDialog } from './dialogs/deploy-stack-dialog.tsx';
import { InitDialog } from './dialogs/init-dialog.tsx';
import { JoinDialog } from './dialogs/join-dialog.tsx';
import { LeaveDialog } from './dialogs/leave-dialog.tsx';
import { NodeLabelsDialog } from './dialogs/node-labels-dialog.tsx';
import { RemoveFilesDialog } from './dialogs/remove-files-dialog.tsx';
import { RemoveNodeDialog } from './dialogs/remove-node-dialog.tsx';
import { RemoveServicesDialog } from './dialogs/remove-services-dialog.tsx';
import { RemoveStackDialog } from './dialogs/remove-stack-dialog.tsx';
import { ScaleDialog } from './dialogs/scale-dialog.tsx';
import { TokensDialog } from './dialogs/tokens-dialog.tsx';
import { UpdateServiceDialog } from './dialogs/update-service-dialog.tsx';
import type { SwarmRows } from './swarm-rows.ts';
import { useSwarmRows } from './use-swarm.ts';
import './swarm.css';

interface SwarmDialogsProps {
  readonly open: SwarmDialog;
  readonly onClose: () => void;
}

/** The dialogs about a Swarm. One about something that is no longer there goes too. */
export function SwarmDialogs({ open, onClose }: SwarmDialogsProps) {
  const rows = useSwarmRows();
  const content = contentOf(open, rows, onClose);
  useCloseOnceGone(content === null, onClose);
  return content;
}

function contentOf(open: SwarmDialog, rows: SwarmRows | undefined, onClose: () => void) {
  switch (open.kind) {
    case 'swarm-init':
      return <InitDialog onClose={onClose} />;
    case 'swarm-rescue':
      return <InitDialog isRescue onClose={onClose} />;
    case 'swarm-join':
      return <JoinDialog onClose={onClose} />;
    case 'swarm-leave':
      return <LeaveDialog onClose={onClose} />;
    case 'add-node':
      return <AddNodeDialog onClose={onClose} />;
    case 'swarm-tokens':
      return <TokensDialog onClose={onClose} />;
    case 'create-service':
      return <CreateServiceDialog onClose={onClose} />;
    case 'scale-service':
    case 'update-service': {
      const row = rows?.services.find(({ id }) => id === open.service);
      if (row === undefined) return null;
      return open.kind === 'scale-service' ? (
        <ScaleDialog row={row} onClose={onClose} />
      ) : (
        <UpdateServiceDialog row={row} onClose={onClose} />
      );
    }
    case 'remove-services': {
      const chosen = rows?.services.filter(({ id }) => open.services.includes(id)) ?? [];
      if (chosen.length === 0) return null;
      return <RemoveServicesDialog rows={chosen} onRemoved={open.onRemoved} onClose={onClose} />;
    }
    case 'node-labels':
    case 'remove-node': {
      const row = rows?.nodes.find(({ id }) => id === open.node);
      if (row === undefined) return null;
      return open.kind === 'node-labels' ? (
        <NodeLabelsDialog row={row} onClose={onClose} />
      ) : (
        <RemoveNodeDialog row={row} onClose={onClose} />
      );
    }
    case 'deploy-stack':
      return <DeployStackDialog file={open.file} stacks={rows?.stacks ?? []} onClose={onClose} />;
    case 'remove-stack': {
      const row = rows?.stacks.find(({ name }) => name === open.stack);
      return row === undefined ? null : <RemoveStackDialog row={row} onClose={onClose} />;
    }
    case 'create-swarm-file':
      return <CreateFileDialog kind={open.what} onClose={onClose} />;
    case 'remove-swarm-files': {
      const chosen = rows?.[open.what].filter(({ id }) => open.ids.includes(id)) ?? [];
      if (chosen.length === 0) return null;
      return (
        <RemoveFilesDialog kind={open.what} rows={chosen} onRemoved={open.onRemoved} onClose={onClose} />
      );
    }
  }
}
