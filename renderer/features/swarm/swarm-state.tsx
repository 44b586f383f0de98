import { KeyRound, LogIn, Plus, Server, Ship, TriangleAlert } from 'lucide-react';
import type { Swarm } from '../../../main/contract/engine/swarm-lists.ts';
import { openDialog } from '../../state/dialogs.ts';
import { refreshList } from '../../state/engine-store.ts';
import { useCanAddNodes } from '../../state/node-vms-store.ts';
import { visibleOutput, visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** In place of a Swarm of which this engine cannot tell: why, and what can be done. */
export function SwarmState({ swarm }: { readonly swarm: Swarm }) {
  const canAddNodes = useCanAddNodes();
  switch (swarm.kind) {
    case 'none':
      return (
        <EmptyState
          icon={Ship}
          title="This engine is not part of a Swarm"
          actions={
            <>
              <Button kind="primary" icon={Plus} onPress={() => openDialog({ kind: 'swarm-init' })}>
                Create a Swarm
              </Button>
              <Button icon={LogIn} onPress={() => openDialog({ kind: 'swarm-join' })}>
                Join one
              </Button>
              {canAddNodes && (
                <Button icon={Server} onPress={() => openDialog({ kind: 'add-node' })}>
                  Begin with a second VM here
                </Button>
              )}
            </>
          }
        >
          A Swarm keeps as many containers of a service running as you ask for, on one machine or on several,
          and changes them one after the other.
        </EmptyState>
      );
    case 'preparing':
      return (
        <EmptyState icon={Ship} tone="busy" title="The manager looks for its Swarm">
          It shows once this engine has found its place among the managers. If that takes long, see whether
          the others can be reached.
        </EmptyState>
      );
    case 'worker':
      return (
        <EmptyState
          icon={Ship}
          title="This engine is a worker of a Swarm"
          actions={<Button onPress={() => openDialog({ kind: 'swarm-leave' })}>Leave the Swarm</Button>}
        >
          It runs what the managers give it; only they know of services and nodes
          {swarm.managers.length > 0 && `: ${visibleText(swarm.managers.join(', '))}`}. What runs here is
          among the containers.
        </EmptyState>
      );
    case 'locked':
      return (
        <EmptyState
          icon={KeyRound}
          title="The Swarm is locked"
          actions={<Button onPress={() => refreshList('swarm')}>Look again</Button>}
        >
          Its state is kept under a key, which is asked for after each start of the engine:{' '}
          <code>slipway docker swarm unlock</code>
        </EmptyState>
      );
    case 'leaderless':
      return (
        <EmptyState
          icon={TriangleAlert}
          tone="bad"
          title="The Swarm has no leader"
          actions={
            <>
              <Button onPress={() => refreshList('swarm')}>Look again</Button>
              <Button kind="danger" onPress={() => openDialog({ kind: 'swarm-rescue' })}>
                Make this the only manager
              </Button>
            </>
          }
        >
          <p>
            More than half of the managers do not answer. What runs goes on, and nothing can be changed until
            they are back. If they are lost for good, this engine can go on alone with all that it knows.
          </p>
          <p className="quiet">{visibleOutput(swarm.message)}</p>
        </EmptyState>
      );
    case 'manager':
      return null;
  }
}
