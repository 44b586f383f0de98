import { Bell } from 'lucide-react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { shortImageName } from '../../../main/contract/engine/image-name.ts';
import type { CurrentUsage, UsageSample } from '../../../main/contract/engine/stats.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { isAlive } from '../../state/actions.ts';
import { useExitWatch } from '../../state/exit-watch.ts';
import { usePending } from '../../state/pending.ts';
import { goTo } from '../../state/view-store.ts';
import { formatCpus } from '../../text/usage-text.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import { createdColumn } from '../../ui/age-column.tsx';
import type { Column } from '../../ui/column.ts';
import { PendingText } from '../../ui/pending-text.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { DomainButton } from '../ports/domain-link.tsx';
import { PortLinks } from '../ports/port-links.tsx';
import { ContainerActions } from './container-actions.tsx';
import { StateDot } from './state-dot.tsx';
import { StatusText } from './status-text.tsx';

/** The columns of the containers' table; `now` is for their ages, in milliseconds since 1970; `usage` by their ids. */
export function containerColumns(
  now: number,
  usage: Readonly<Record<string, CurrentUsage>>,
): readonly Column<Container>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(140px, 3.4fr)',
      stays: 'start',
      sortBy: ({ name }) => name.toLowerCase(),
      cell: (container) => <Name container={container} />,
    },
    {
      id: 'image',
      title: 'Image',
      width: 'minmax(90px, 2.3fr)',
      leaves: 4,
      sortBy: ({ image }) => image.toLowerCase(),
      cell: ({ image }) => <Untrusted className="quiet" text={shortImageName(image)} />,
    },
    {
      id: 'state',
      title: 'State',
      width: 'minmax(132px, 3fr)',
      sortBy: ({ state, status }) => `${state} ${status}`,
      cell: (container) => <State container={container} />,
    },
    {
      id: 'ports',
      title: 'Ports',
      width: 'minmax(112px, 2.4fr)',
      cell: (container) => (
        <span className="ports-cell">
          <DomainButton containerId={container.id} />
          <PortLinks ports={container.ports} isOpen={isAlive(container)} />
        </span>
      ),
    },
    {
      id: 'cpu',
      title: 'CPU',
      width: '52px',
      leaves: 3,
      align: 'end',
      sortBy: ({ id }) => usage[id]?.sample.cpus ?? -1,
      cell: ({ id }) => <span className="quiet">{usageText(usage[id], formatUsedCpus)}</span>,
    },
    {
      id: 'memory',
      title: 'Memory',
      width: '64px',
      leaves: 2,
      align: 'end',
      sortBy: ({ id }) => usage[id]?.sample.memoryBytes ?? -1,
      cell: ({ id }) => <span className="quiet">{usageText(usage[id], formatUsedMemory)}</span>,
    },
    { ...createdColumn(now), leaves: 1 },
    actionsColumn('138px', (container) => <ContainerActions container={container} />),
  ];
}

const formatUsedCpus = ({ cpus }: UsageSample) => formatCpus(cpus);
const formatUsedMemory = ({ memoryBytes }: UsageSample) => formatSize(memoryBytes);

/** Nothing for a container that does not run, or was not measured yet. */
function usageText(usage: CurrentUsage | undefined, format: (sample: UsageSample) => string): string {
  return usage === undefined ? '' : format(usage.sample);
}

function Name({ container: { id, name, state, health, debugOf } }: { readonly container: Container }) {
  return (
    <span className="container-name">
      <StateDot state={state} health={health} />
      <button
        type="button"
        className="row-link"
        onClick={() => goTo({ view: 'containers', page: { kind: 'container', id, tab: 'overview' } })}
      >
        <Untrusted text={name} />
      </button>
      {debugOf !== null && <span className="badge">debug shell</span>}
    </span>
  );
}

function State({ container }: { readonly container: Container }) {
  const { id } = container;
  const pending = usePending((store) => store[id]);
  const isWatched = useExitWatch((store) => store[id] !== undefined);
  if (pending !== undefined) return <PendingText text={pending} />;
  return (
    <>
      <StatusText container={container} />
      {isWatched && <Bell className="watched" size={12} role="img" aria-label="You are told when it ends" />}
    </>
  );
}
