import { useNodeVm } from '../../state/node-vms-store.ts';
import { usePending } from '../../state/pending.ts';
import { swarmKey } from '../../state/swarm-store.ts';
import { goTo } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import type { Column } from '../../ui/column.ts';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { PendingText } from '../../ui/pending-text.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { nodeMenu } from './swarm-menus.ts';
import type { NodeRow } from './swarm-rows.ts';
import { ToneDot } from './tone-dot.tsx';

/** The columns of the nodes' table. */
export function nodeColumns(): readonly Column<NodeRow>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(140px, 2fr)',
      stays: 'start',
      sortBy: ({ name }) => name.toLowerCase(),
      cell: ({ id, name, tone, isOwn }) => (
        <span className="swarm-name">
          <ToneDot tone={tone} />
          <button
            type="button"
            className="row-link strong"
            onClick={() => goTo({ view: 'swarm', page: { kind: 'node', id } })}
          >
            <Untrusted text={name} />
          </button>
          {isOwn && <span className="badge">this engine</span>}
          <NodeVmBadge node={id} />
        </span>
      ),
    },
    {
      id: 'role',
      title: 'Role',
      width: 'minmax(110px, 1fr)',
      sortBy: roleText,
      cell: (row) => <span className="quiet one-line">{roleText(row)}</span>,
    },
    {
      id: 'state',
      title: 'State',
      width: 'minmax(130px, 3.5fr)',
      sortBy: nodeStateText,
      cell: (row) => <NodeState row={row} />,
    },
    {
      id: 'tasks',
      title: 'Tasks',
      width: '64px',
      align: 'end',
      sortBy: ({ tasks }) => tasks.length,
      cell: ({ tasks }) => <span className="quiet">{tasks.length}</span>,
    },
    {
      id: 'address',
      title: 'Address',
      width: 'minmax(90px, 1.2fr)',
      leaves: 1,
      sortBy: ({ address }) => address,
      cell: ({ address }) => <Untrusted className="quiet" text={address} />,
    },
    {
      id: 'engine',
      title: 'Engine',
      width: 'minmax(110px, 1fr)',
      leaves: 2,
      sortBy: ({ engineVersion }) => engineVersion,
      cell: ({ engineVersion }) => <Untrusted className="quiet" text={engineVersion} />,
    },
    actionsColumn('36px', (row) => <NodeMenu row={row} />),
  ];
}

function NodeMenu({ row }: { readonly row: NodeRow }) {
  const isBusy = usePending((store) => store[swarmKey(row.id)] !== undefined);
  return (
    <MoreMenu label={`More for ${visibleText(row.name)}`} isDisabled={isBusy} groups={() => nodeMenu(row)} />
  );
}

/** How a node is, or what is being done to it. */
export function NodeState({ row }: { readonly row: NodeRow }) {
  const pending = usePending((store) => store[swarmKey(row.id)]);
  const reason = lostReason(row);
  if (pending !== undefined) return <PendingText text={pending} />;
  return (
    <span className="swarm-state">
      <span className="one-line">{nodeStateText(row)}</span>
      {reason !== '' && <Untrusted className="swarm-bad" text={reason} />}
    </span>
  );
}

const availabilities: Readonly<Record<string, string>> = {
  active: '',
  pause: 'given no more tasks',
  drain: 'drained: its tasks are moved away',
};

/** Whether a node is heard of, and what it is given. */
export function nodeStateText({ state, availability, manager }: NodeRow): string {
  const words = [
    state === 'ready' ? 'Ready' : state === 'down' ? 'Down' : visibleText(state),
    manager !== null && manager.reachability !== 'reachable' ? 'not reached by the managers' : '',
    availabilities[availability] ?? visibleText(availability),
  ];
  return words.filter((word) => word !== '').join(', ');
}

/** Why a node cannot be given anything, with what to look at; the engine's own words where they are others. Untrusted. */
function lostReason({ message }: NodeRow): string {
  return /heartbeat failure/.test(message)
    ? 'Nothing is heard of it: look whether its machine runs and reaches the managers.'
    : message;
}

/** What a node is in the Swarm. */
export function roleText({ role, manager }: Pick<NodeRow, 'role' | 'manager'>): string {
  if (role === 'worker') return 'Worker';
  return manager?.isLeader ? 'Manager, leads' : 'Manager';
}

/** That a node is a further VM of this computer, and how that is where it does not run. */
function NodeVmBadge({ node }: { readonly node: string }) {
  const vm = useNodeVm(node);
  if (vm === undefined) return null;
  return <span className="badge">{vm.state === 'running' ? 'VM here' : `VM here, ${vm.state}`}</span>;
}
