import { Minus, Play, Plus, RotateCw, ScrollText } from 'lucide-react';
import { shortImageName } from '../../../main/contract/engine/image-name.ts';
import { isAlive } from '../../state/actions.ts';
import { beginTask } from '../../state/compose-store.ts';
import { goTo } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import { IconButton } from '../../ui/button.tsx';
import type { Column } from '../../ui/column.ts';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { StopIcon } from '../../ui/stop-icon.ts';
import { Untrusted } from '../../ui/untrusted.tsx';
import { StatusText } from '../containers/status-text.tsx';
import { PortLinks } from '../ports/port-links.tsx';
import { showServiceLogs } from './service-logs.ts';
import { serviceMenu } from './service-menu.ts';
import { type ServiceRow, serviceState, serviceTone } from './service-rows.ts';

/** What can be done to the services of a project now. */
export interface ServiceAbilities {
  readonly project: string;
  /** Nothing else is done to the project, and there is an engine. */
  readonly isFree: boolean;
  /** Its files are known and there. */
  readonly hasFiles: boolean;
}

/** The columns of the services' table. */
export function serviceColumns(abilities: ServiceAbilities): readonly Column<ServiceRow>[] {
  return [
    {
      id: 'name',
      title: 'Service',
      width: 'minmax(110px, 2fr)',
      stays: 'start',
      sortBy: ({ name }) => name,
      cell: (row) => (
        <span className="container-name">
          <span className={`dot dot-${serviceTone(row)}`} aria-hidden />
          <Untrusted className="strong" text={row.name} />
        </span>
      ),
    },
    {
      id: 'state',
      title: 'State',
      width: 'minmax(140px, 2.4fr)',
      sortBy: ({ running }) => running,
      cell: (row) => <State row={row} />,
    },
    {
      id: 'containers',
      title: 'Containers',
      width: 'minmax(120px, 2.2fr)',
      leaves: 1,
      cell: ({ containers }) => (
        <span className="compose-links">
          {containers.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              className="row-link"
              onClick={() => goTo({ view: 'containers', page: { kind: 'container', id, tab: 'overview' } })}
            >
              <Untrusted text={name} />
            </button>
          ))}
        </span>
      ),
    },
    {
      id: 'image',
      title: 'Image',
      width: 'minmax(110px, 2fr)',
      leaves: 2,
      sortBy: (row) => imageOf(row),
      cell: (row) => <Untrusted className="quiet" text={imageOf(row)} />,
    },
    {
      id: 'ports',
      title: 'Ports',
      width: 'minmax(90px, 1.6fr)',
      cell: (row) => <Ports row={row} />,
    },
    {
      id: 'scale',
      title: 'Replicas',
      width: '92px',
      cell: (row) => <Scale row={row} abilities={abilities} />,
    },
    actionsColumn('170px', (row) => <Actions row={row} abilities={abilities} />),
  ];
}

function imageOf({ described, containers }: ServiceRow): string {
  if (described?.isBuilt)
    return described.image === '' ? 'built here' : `${shortImageName(described.image)}, built`;
  const image = described?.image || containers[0]?.image || '';
  return image === '' ? '' : shortImageName(image);
}

function State({ row }: { readonly row: ServiceRow }) {
  const [only] = row.containers;
  if (row.containers.length === 1 && only !== undefined) return <StatusText container={only} />;
  return <Untrusted className={row.running === 0 ? 'quiet' : ''} text={serviceState(row)} />;
}

function Ports({ row }: { readonly row: ServiceRow }) {
  if (row.containers.length > 0)
    return (
      <PortLinks ports={row.containers.flatMap(({ ports }) => ports)} isOpen={row.containers.some(isAlive)} />
    );
  return <Untrusted className="faint" text={row.described?.ports.join(', ') ?? ''} />;
}

interface CellProps {
  readonly row: ServiceRow;
  readonly abilities: ServiceAbilities;
}

const why: Readonly<Record<'container_name' | 'host port', string>> = {
  container_name: 'its container_name can be given once only',
  'host port': 'its host port can be published once only',
};

function Scale({ row, abilities: { project, isFree, hasFiles } }: CellProps) {
  const { name, containers, described } = row;
  const now = containers.length;
  const fixed = described?.fixedBy ?? null;
  const scaleTo = (replicas: number) => () =>
    void beginTask(project, { verb: 'scale', service: name, replicas });
  const can = isFree && hasFiles && described !== null && !row.isOff;
  const shown = visibleText(name);
  return (
    <span className="compose-scale">
      <IconButton
        icon={Minus}
        label={`One less of ${shown}`}
        isDisabled={!can || now === 0}
        onPress={scaleTo(now - 1)}
      />
      <span className="compose-count">{now}</span>
      <IconButton
        icon={Plus}
        label={fixed === null || now === 0 ? `One more of ${shown}` : `One more of ${shown}: ${why[fixed]}`}
        isDisabled={!can || (fixed !== null && now >= 1)}
        onPress={scaleTo(now + 1)}
      />
    </span>
  );
}

function Actions({ row, abilities }: CellProps) {
  const { project, isFree, hasFiles } = abilities;
  const { name, running, containers } = row;
  const shown = visibleText(name);
  const services = [name];
  const isUp = hasFiles && row.described !== null;
  return (
    <span className="row-actions">
      <IconButton
        icon={Play}
        label={`${isUp ? 'Up' : 'Start'}: ${shown}`}
        isDisabled={!isFree || (isUp ? false : running === containers.length)}
        onPress={() => void beginTask(project, { verb: isUp ? 'up' : 'start', services })}
      />
      <IconButton
        icon={RotateCw}
        label={`Restart: ${shown}`}
        isDisabled={!isFree || running === 0}
        onPress={() => void beginTask(project, { verb: 'restart', services })}
      />
      <IconButton
        icon={StopIcon}
        label={`Stop: ${shown}`}
        isDisabled={!isFree || running === 0}
        onPress={() => void beginTask(project, { verb: 'stop', services })}
      />
      <IconButton
        icon={ScrollText}
        label={`Logs: ${shown}`}
        isDisabled={containers.length === 0}
        onPress={() => showServiceLogs(project, row)}
      />
      <MoreMenu label={`More for ${shown}`} groups={() => serviceMenu(row, abilities)} />
    </span>
  );
}
