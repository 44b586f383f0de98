import { Copy, ExternalLink, Globe } from 'lucide-react';
import { formatAddress, type PublishedPort } from '../../../main/contract/ports.ts';
import { copyText } from '../../state/actions.ts';
import { openPort } from '../../state/ports-store.ts';
import { goTo } from '../../state/view-store.ts';
import { isSecurePort } from '../../text/port-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import { IconButton } from '../../ui/button.tsx';
import type { Column } from '../../ui/column.ts';
import { Untrusted } from '../../ui/untrusted.tsx';

/** The columns of the table of ports. */
export const portColumns: readonly Column<PublishedPort>[] = [
  {
    id: 'address',
    title: 'Address',
    width: 'minmax(136px, 2fr)',
    stays: 'start',
    sortBy: ({ port }) => port,
    cell: (port) => <Untrusted className="strong" text={formatAddress(port)} />,
  },
  {
    id: 'protocol',
    title: 'Protocol',
    width: '74px',
    sortBy: ({ protocol }) => protocol,
    cell: ({ protocol }) => <span className="quiet">{protocol.toUpperCase()}</span>,
  },
  {
    id: 'container',
    title: 'Container',
    width: 'minmax(110px, 2.2fr)',
    sortBy: (port) => ownerName(port).toLowerCase(),
    cell: (port) => <PortOwner port={port} />,
  },
  {
    id: 'inside',
    title: 'Its port',
    width: '72px',
    leaves: 1,
    align: 'end',
    sortBy: ({ containerPort }) => containerPort,
    cell: ({ containerPort }) => <span className="quiet">{containerPort}</span>,
  },
  {
    id: 'reach',
    title: 'Reached from',
    width: 'minmax(116px, 1.4fr)',
    sortBy: ({ isReachableFromLan }) => (isReachableFromLan ? 1 : 0),
    cell: ({ isReachableFromLan }) =>
      isReachableFromLan ? (
        <span className="port-reach">
          <Globe size={13} aria-hidden />
          Your network
        </span>
      ) : (
        <span className="quiet">This computer</span>
      ),
  },
  {
    id: 'connections',
    title: 'Connections',
    width: '92px',
    align: 'end',
    sortBy: ({ connections }) => connections,
    cell: ({ connections }) => (connections === 0 ? '' : <span className="quiet">{connections}</span>),
  },
  {
    id: 'state',
    title: 'State',
    width: 'minmax(80px, 2fr)',
    sortBy: stateText,
    cell: (port) => (
      <Untrusted className={port.problem === null ? 'quiet' : 'state-failed'} text={stateText(port)} />
    ),
  },
  actionsColumn('64px', (port) => <PortActions port={port} />),
];

/** The name of the container or service that publishes it; empty while that is not known. */
export function ownerName({ container, service }: PublishedPort): string {
  return service?.name ?? container?.name ?? '';
}

/** How a port is, in words: open, or who is in its way. */
export function stateText({ problem, holder }: PublishedPort): string {
  if (problem === null) return 'Open';
  return holder === null ? 'Not open' : `Taken by ${holder.name} (${holder.pid})`;
}

function PortOwner({ port: { container, service } }: { readonly port: PublishedPort }) {
  if (service !== null)
    return (
      <button
        type="button"
        className="row-link"
        onClick={() => goTo({ view: 'swarm', page: { kind: 'service', id: service.id, tab: 'tasks' } })}
      >
        <Untrusted text={`${service.name} (service)`} />
      </button>
    );
  if (container === null) return <span className="faint">Not known yet</span>;
  const { id, name } = container;
  return (
    <button
      type="button"
      className="row-link"
      onClick={() => goTo({ view: 'containers', page: { kind: 'container', id, tab: 'overview' } })}
    >
      <Untrusted text={name} />
    </button>
  );
}

function PortActions({ port }: { readonly port: PublishedPort }) {
  const { address, port: number, protocol, containerPort, problem } = port;
  const shown = visibleText(formatAddress(port));
  return (
    <span className="row-actions">
      <IconButton icon={Copy} label={`Copy ${shown}`} onPress={() => void copyText(shown, shown)} />
      {protocol === 'tcp' && (
        <IconButton
          icon={ExternalLink}
          label={`Open ${shown} in the browser`}
          isDisabled={problem !== null}
          onPress={() => void openPort({ address, port: number, isSecure: isSecurePort(containerPort) })}
        />
      )}
    </span>
  );
}
