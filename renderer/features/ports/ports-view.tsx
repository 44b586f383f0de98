import { CircleX, EthernetPort } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatAddress, type PublishedPort } from '../../../main/contract/ports.ts';
import type { Loaded } from '../../state/engine-store.ts';
import { portKey, readPorts, usePorts } from '../../state/ports-store.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';
import { show } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';
import { EngineAway } from '../engine-away.tsx';
import { DomainsNote } from './domains-note.tsx';
import { ownerName, portColumns, stateText } from './port-columns.tsx';
import './ports.css';

const none: readonly PublishedPort[] = [];

/** Problems that are told in full; the table has all of them. */
const mostProblems = 3;

/** What containers and services publish on this computer: where, for whom, who may come, and who is in the way. */
export function PortsView() {
  const ports = usePorts((store) => store.ports);
  const [filter, setFilter] = useState('');
  const items = ports.kind === 'loaded' ? ports.items : none;
  const shown = useMemo(() => filterPorts(items, filter), [items, filter]);
  const problems = items.flatMap(({ problem }) => problem ?? []).slice(0, mostProblems);
  return (
    <div className="view">
      <ViewHeader title="Ports" note={items.length > 0 ? noteOf(items) : undefined}>
        {items.length > 0 && <SearchBox label="Filter ports" value={filter} onChange={setFilter} />}
      </ViewHeader>
      <DomainsNote />
      {problems.length > 0 && (
        <div className="port-problems">
          {problems.map((problem) => (
            <Problem key={problem.message} failure={problem} isGrave />
          ))}
        </div>
      )}
      {shown.length > 0 ? (
        <DataTable
          label="Ports"
          columns={portColumns}
          rows={shown}
          rowId={portKey}
          initialSort={{ column: 'address', descending: false }}
        />
      ) : items.length > 0 ? (
        <NoMatch title="No port matches" onClear={() => setFilter('')} />
      ) : (
        <NoPorts ports={ports} />
      )}
    </div>
  );
}

function NoPorts({ ports }: { readonly ports: Loaded<PublishedPort> }) {
  const running = useStatus(isRunning);
  if (!running) {
    return (
      <EngineAway
        words={{
          asleep: 'Nothing is published. What a container publishes stays so while the engine sleeps.',
          fallingAsleep: 'What is published stays so.',
          stopped: 'Ports are published while their containers run.',
          otherwise: 'The ports show as soon as it runs.',
        }}
      />
    );
  }
  if (ports.kind === 'failed') {
    return (
      <EmptyState
        icon={CircleX}
        title="The ports could not be read"
        tone="bad"
        actions={<Button onPress={readPorts}>Try again</Button>}
      >
        <FailureText failure={ports.failure} />
      </EmptyState>
    );
  }
  if (ports.kind === 'loading') {
    return (
      <div className="loading" role="status">
        <Spinner size={16} />
        Reading the ports…
      </div>
    );
  }
  return (
    <EmptyState
      icon={EthernetPort}
      title="No port is published"
      actions={<Button onPress={() => show('settings')}>Settings of ports</Button>}
    >
      <code>slipway docker run -p 8080:80 …</code> publishes one, for as long as the container runs. Where no
      address is given, the settings say whether other machines can reach it.
    </EmptyState>
  );
}

/** Those that have all of the words. */
function filterPorts(ports: readonly PublishedPort[], filter: string): readonly PublishedPort[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return ports;
  return ports.filter((port) => {
    const { protocol, containerPort } = port;
    const text = [formatAddress(port), protocol, ownerName(port), containerPort, stateText(port)];
    return words.every((word) => text.join(' ').toLowerCase().includes(word));
  });
}

function noteOf(ports: readonly PublishedPort[]): string {
  const open = ports.filter(({ isReachableFromLan }) => isReachableFromLan).length;
  const bad = ports.filter(({ problem }) => problem !== null).length;
  return [
    `${ports.length} published`,
    ...(open > 0 ? [`${open} reached from your network`] : []),
    ...(bad > 0 ? [`${bad} not open`] : []),
  ].join(', ');
}
