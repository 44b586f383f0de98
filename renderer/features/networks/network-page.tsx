import { Plug, Trash2, Unplug, Waypoints } from 'lucide-react';
import { formatTime } from '../../../main/contract/format.ts';
import { openDialog } from '../../state/dialogs.ts';
import { useEngine } from '../../state/engine-store.ts';
import { disconnectContainer, membershipKey, networkKey } from '../../state/networks-store.ts';
import { usePending } from '../../state/pending.ts';
import { goTo, show } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Facts } from '../../ui/facts.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PendingText } from '../../ui/pending-text.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { StateDot } from '../containers/state-dot.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { isJoinable, type Member, type NetworkRow, networkTraits, rangeWords } from './network-rows.ts';
import { useNetworkRows } from './use-network-rows.ts';
import './networks.css';

/** Everything about one network, and who is in it. */
export function NetworkPage({ id }: { readonly id: string }) {
  const networks = useEngine((store) => store.networks);
  const row = useNetworkRows().find((item) => item.id === id);
  const pending = usePending((store) => store[networkKey(id)]);
  return (
    <div className="view">
      <PageHeader
        parent="Networks"
        onParent={() => show('networks')}
        title={row?.name ?? id.slice(0, 12)}
        note={pending ?? row?.driver ?? ''}
      >
        {row && !row.isBuiltIn && (
          <Button
            icon={Trash2}
            isDisabled={pending !== undefined}
            onPress={() => openDialog({ kind: 'remove-networks', ids: [id] })}
          >
            Remove
          </Button>
        )}
        {row && isJoinable(row) && (
          <Button kind="primary" icon={Plug} onPress={() => openDialog({ kind: 'connect', network: id })}>
            Connect a container
          </Button>
        )}
      </PageHeader>
      <EngineGate list={networks} what="networks">
        {() => (row === undefined ? <Removed /> : <Content row={row} />)}
      </EngineGate>
    </div>
  );
}

function Content({ row }: { readonly row: NetworkRow }) {
  return (
    <ScrollArea label="About the network">
      <Facts
        title="What it is"
        facts={[
          { name: 'Driver', value: visibleText(row.driver) },
          {
            name: 'Scope',
            value:
              row.scope === 'swarm'
                ? 'swarm: containers of other machines may be in it'
                : visibleText(row.scope),
          },
          { name: 'Kind', value: visibleText(networkTraits(row).join(', ')) },
          { name: 'Compose project', value: row.project && visibleText(row.project) },
          { name: 'Created', value: row.createdAt === 0 ? '' : formatTime(row.createdAt) },
          { name: 'Id', value: <code>{visibleText(row.id)}</code> },
        ]}
      />
      <Facts
        title="Addresses"
        facts={row.ranges.map((range) => ({
          name: visibleText(range.subnet),
          value: visibleText(rangeWords(range, row)),
        }))}
      />
      <section className="fact-list" aria-label="Containers">
        <h2>Containers</h2>
        {row.members.length === 0 && (
          <p className="quiet">No container {row.scope === 'swarm' ? 'of this machine ' : ''}is in it.</p>
        )}
        {row.members.length > 0 && <Members row={row} />}
      </section>
      <Facts title="Options of the driver" facts={pairsOf(row.options)} />
      <Facts title="Labels" facts={pairsOf(row.labels)} />
    </ScrollArea>
  );
}

function Members({ row }: { readonly row: NetworkRow }) {
  return (
    <table className="member-table">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">IPv4</th>
          <th scope="col">IPv6</th>
          <th scope="col">Hardware address</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {row.members.map((member) => (
          <MemberLine key={member.container.id} network={row} member={member} />
        ))}
      </tbody>
    </table>
  );
}

interface MemberLineProps {
  readonly network: NetworkRow;
  readonly member: Member;
}

function MemberLine({ network, member: { container, membership } }: MemberLineProps) {
  const pending = usePending((store) => store[membershipKey(network.id, container.id)]);
  const page = { kind: 'container', id: container.id, tab: 'overview' } as const;
  return (
    <tr>
      <td>
        <span className="member-name">
          <StateDot state={container.state} />
          <button type="button" className="row-link" onClick={() => goTo({ view: 'containers', page })}>
            <Untrusted text={container.name} />
          </button>
          {container.state !== 'running' && <span className="quiet">{container.state}</span>}
        </span>
      </td>
      <td>{visibleText(membership.ipv4) || <span className="faint">none</span>}</td>
      <td>{visibleText(membership.ipv6) || <span className="faint">none</span>}</td>
      <td className="quiet">{visibleText(membership.mac)}</td>
      <td>
        {pending === undefined ? (
          <IconButton
            icon={Unplug}
            label={`Disconnect ${visibleText(container.name)}`}
            onPress={() => void disconnectContainer(network.id, container)}
          />
        ) : (
          <PendingText text={pending} />
        )}
      </td>
    </tr>
  );
}

function Removed() {
  return (
    <EmptyState
      icon={Waypoints}
      title="This network is no longer there"
      actions={<Button onPress={() => show('networks')}>All networks</Button>}
    >
      It was removed, here or by another client.
    </EmptyState>
  );
}

function pairsOf(pairs: Readonly<Record<string, string>>) {
  return Object.entries(pairs).map(([name, value]) => ({
    name: visibleText(name),
    value: value === '' ? '(empty)' : visibleText(value),
  }));
}
