import { shortImageName } from '../../../main/contract/engine/image-name.ts';
import type { ServicePort } from '../../../main/contract/engine/swarm-lists.ts';
import { usePending } from '../../state/pending.ts';
import { swarmKey } from '../../state/swarm-store.ts';
import { goTo } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import { createdColumn } from '../../ui/age-column.tsx';
import type { Column } from '../../ui/column.ts';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { PendingText } from '../../ui/pending-text.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { serviceMenu } from './swarm-menus.ts';
import type { ServiceRow } from './swarm-rows.ts';
import { ToneDot } from './tone-dot.tsx';

/** The columns of the services' table; `now` is for their ages, in milliseconds since 1970. */
export function serviceColumns(now: number): readonly Column<ServiceRow>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(130px, 2.4fr)',
      stays: 'start',
      sortBy: ({ name }) => name.toLowerCase(),
      cell: ({ id, name, tone }) => (
        <span className="swarm-name">
          <ToneDot tone={tone} />
          <button
            type="button"
            className="row-link strong"
            onClick={() => goTo({ view: 'swarm', page: { kind: 'service', id, tab: 'tasks' } })}
          >
            <Untrusted text={name} />
          </button>
        </span>
      ),
    },
    {
      id: 'image',
      title: 'Image',
      width: 'minmax(90px, 1.8fr)',
      leaves: 3,
      sortBy: ({ image }) => image.toLowerCase(),
      cell: ({ image }) => <Untrusted className="quiet" text={shortImageName(image)} />,
    },
    {
      id: 'tasks',
      title: 'Tasks',
      width: 'minmax(150px, 3fr)',
      sortBy: ({ running, desired }) => (desired === 0 ? 1 : running / desired),
      cell: (row) => <ServiceState row={row} />,
    },
    {
      id: 'ports',
      title: 'Ports',
      width: 'minmax(76px, 1.2fr)',
      sortBy: ({ ports }) => ports[0]?.published ?? Number.MAX_SAFE_INTEGER,
      cell: ({ ports }) => <Untrusted className="quiet" text={ports.map(portText).join(', ')} />,
    },
    {
      id: 'stack',
      title: 'Stack',
      width: 'minmax(60px, 1fr)',
      leaves: 2,
      sortBy: ({ stack }) => stack ?? '\uffff',
      cell: ({ stack }) => <Untrusted className="quiet" text={stack ?? ''} />,
    },
    { ...createdColumn(now), leaves: 1 },
    actionsColumn('36px', (row) => <ServiceMenu row={row} />),
  ];
}

function ServiceMenu({ row }: { readonly row: ServiceRow }) {
  const isBusy = usePending((store) => store[swarmKey(row.id)] !== undefined);
  return (
    <MoreMenu
      label={`More for ${visibleText(row.name)}`}
      isDisabled={isBusy}
      groups={() => serviceMenu(row)}
    />
  );
}

/** How many of its tasks run, and why not all of them do; or what is being done to it. */
export function ServiceState({ row }: { readonly row: ServiceRow }) {
  const pending = usePending((store) => store[swarmKey(row.id)]);
  if (pending !== undefined) return <PendingText text={pending} />;
  return (
    <span className="swarm-state">
      <span className="one-line">{runningText(row)}</span>
      {row.note !== '' && (
        <Untrusted className={row.tone === 'bad' ? 'swarm-bad' : 'quiet'} text={row.note} />
      )}
    </span>
  );
}

/** `2 of 3 run`; on each node one: `3 of 3, one on each node`. */
export function runningText({ running, desired, mode }: ServiceRow): string {
  const text = `${running} of ${desired}`;
  if (mode.kind === 'global') return `${text}, on each node one`;
  return mode.kind === 'job' ? `${text}, a job` : text;
}

/** As docker writes it: `8080:80`, with what is not usual behind. */
export function portText({ published, target, protocol, mode }: ServicePort): string {
  const ports = published === 0 ? `any:${target}` : `${published}:${target}`;
  return `${ports}${protocol === 'tcp' ? '' : `/${protocol}`}${mode === 'host' ? ' (host)' : ''}`;
}
