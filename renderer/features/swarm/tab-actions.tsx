import { KeyRound, Plus, Trash2, Upload } from 'lucide-react';
import { openDialog } from '../../state/dialogs.ts';
import { useCanAddNodes } from '../../state/node-vms-store.ts';
import { chooseComposeFile } from '../../state/swarm-store.ts';
import type { SwarmTab } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import type { Selection } from '../../ui/selection.ts';

interface TabActionsProps {
  readonly tab: SwarmTab;
  readonly selection: Selection;
}

/** What can be done to the part of the Swarm that is shown. */
export function TabActions({ tab, selection: { chosen, choose } }: TabActionsProps) {
  const canAddNodes = useCanAddNodes();
  const onRemoved = () => choose(new Set());
  const removal = (onPress: () => void) =>
    chosen.size > 0 && (
      <Button icon={Trash2} onPress={onPress}>
        {`Remove ${chosen.size}`}
      </Button>
    );
  switch (tab) {
    case 'services':
      return (
        <>
          {removal(() => openDialog({ kind: 'remove-services', services: [...chosen], onRemoved }))}
          <Button kind="primary" icon={Plus} onPress={() => openDialog({ kind: 'create-service' })}>
            Create
          </Button>
        </>
      );
    case 'nodes':
      return (
        <>
          <Button icon={KeyRound} onPress={() => openDialog({ kind: 'swarm-tokens' })}>
            Join tokens
          </Button>
          {canAddNodes && (
            <Button kind="primary" icon={Plus} onPress={() => openDialog({ kind: 'add-node' })}>
              Add
            </Button>
          )}
        </>
      );
    case 'stacks':
      return (
        <Button kind="primary" icon={Upload} onPress={() => void askDeploy()}>
          Deploy
        </Button>
      );
    case 'secrets':
    case 'configs':
      return (
        <>
          {removal(() => openDialog({ kind: 'remove-swarm-files', what: tab, ids: [...chosen], onRemoved }))}
          <Button
            kind="primary"
            icon={Plus}
            onPress={() => openDialog({ kind: 'create-swarm-file', what: tab })}
          >
            Create
          </Button>
        </>
      );
    case 'tasks':
      return null;
  }
}

/** Asks for a Compose file, and how the stack is to be called. */
export async function askDeploy(): Promise<void> {
  const file = await chooseComposeFile();
  if (file !== null) openDialog({ kind: 'deploy-stack', file });
}
