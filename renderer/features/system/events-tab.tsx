import { Pause, Play, ScrollText } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { EngineEvent } from '../../../main/contract/engine/system.ts';
import { formatTime } from '../../../main/contract/format.ts';
import { filterEvents, followEvents, togglePause, useEvents } from '../../state/events-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Facts } from '../../ui/facts.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Select } from '../../ui/select.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

const typeTitles = {
  '': 'Every kind',
  container: 'Containers',
  image: 'Images',
  volume: 'Volumes',
  network: 'Networks',
  builder: 'Builds',
  daemon: 'The engine',
  service: 'Services',
  node: 'Nodes',
  secret: 'Secrets',
  config: 'Configs',
  plugin: 'Plugins',
};

/** What happens in the engine, the newest first, for as long as this is shown and from when the app was started. */
export function EventsTab() {
  const { events, pausedAt, failure } = useEvents();
  const [filter, setFilter] = useState('');
  const [type, setType] = useState('');
  const [opened, setOpened] = useState<EngineEvent | null>(null);
  useEffect(() => {
    const leave = new AbortController();
    void followEvents(leave.signal);
    return () => leave.abort();
  }, []);
  const shown = useMemo(
    () => filterEvents(events, { pausedAt, type, filter }),
    [events, pausedAt, type, filter],
  );
  const columns = useMemo(() => eventColumns(setOpened), []);
  const last = events.at(-1)?.serial ?? -1;
  const held = pausedAt === null ? 0 : Math.max(0, last - pausedAt);
  return (
    <>
      <div className="page-bar events-bar">
        <span className="quiet events-count" role="status">
          {shown.length === events.length ? `${events.length} events` : `${shown.length} of ${events.length}`}
          {held > 0 && `, ${held} more since`}
        </span>
        <SearchBox label="Filter events" value={filter} onChange={setFilter} />
        <span id="event-type" className="visually-hidden">
          Kind of event
        </span>
        <Select
          value={type}
          onChange={setType}
          titles={typeTitles}
          labelledBy="event-type"
          describedBy="event-type"
        />
        <Button icon={pausedAt === null ? Pause : Play} onPress={togglePause}>
          {pausedAt === null ? 'Pause' : 'Go on'}
        </Button>
      </div>
      {failure !== null && (
        <div className="problem problem-grave events-problem" role="alert">
          <FailureText failure={failure} />
        </div>
      )}
      {events.length === 0 && failure === null && (
        <EmptyState icon={ScrollText} title="Nothing has happened yet">
          Whatever is started, stopped, made or removed in the engine shows here, by whomever it is done.
        </EmptyState>
      )}
      {events.length > 0 && shown.length === 0 && (
        <NoMatch
          title="No event matches"
          onClear={() => {
            setFilter('');
            setType('');
          }}
        />
      )}
      {shown.length > 0 && (
        <DataTable
          label="Events"
          columns={columns}
          rows={shown}
          rowId={({ serial }) => String(serial)}
          initialSort={{ column: 'time', descending: true }}
        />
      )}
      {opened !== null && <EventDialog event={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

function eventColumns(onOpen: (event: EngineEvent) => void): readonly Column<EngineEvent>[] {
  return [
    {
      id: 'time',
      title: 'Time',
      width: '150px',
      // By their order, which holds when the guest's clock is set.
      sortBy: ({ serial }) => serial,
      cell: ({ at }) => <span className="quiet">{formatTime(at)}</span>,
    },
    {
      id: 'type',
      title: 'Kind',
      width: 'minmax(70px, 0.8fr)',
      cell: ({ type }) => <Untrusted className="quiet" text={type} />,
    },
    {
      id: 'action',
      title: 'What',
      width: 'minmax(110px, 1.6fr)',
      cell: (event) => (
        <button type="button" className="row-link strong" onClick={() => onOpen(event)}>
          <Untrusted text={event.action} />
        </button>
      ),
    },
    {
      id: 'object',
      title: 'Object',
      width: 'minmax(140px, 2.4fr)',
      cell: ({ name, id }) => <Untrusted text={name || shortId(id)} />,
    },
    {
      id: 'more',
      title: 'More',
      width: 'minmax(100px, 2fr)',
      cell: ({ attributes }) => <Untrusted className="quiet" text={moreOf(attributes)} />,
    },
  ];
}

/** What is most telling of the rest. */
function moreOf(attributes: EngineEvent['attributes']): string {
  const { image, exitCode, signal, container, driver, type } = attributes;
  return [
    image,
    exitCode && `exit code ${exitCode}`,
    signal && `signal ${signal}`,
    container && `container ${shortId(container)}`,
    driver && `driver ${driver}`,
    type,
  ]
    .filter(Boolean)
    .join(', ');
}

function shortId(id: string): string {
  return id.replace(/^(sha256:)?([0-9a-f]{12})[0-9a-f]+$/, '$2');
}

function EventDialog({ event, onClose }: { readonly event: EngineEvent; readonly onClose: () => void }) {
  return (
    <Dialog
      title={<Untrusted text={`${event.type} ${event.action}`} />}
      isOpen
      onClose={onClose}
      width="wide"
    >
      <div className="event-details">
        <Facts
          title="Event"
          facts={[
            { name: 'Time', value: formatTime(event.at) },
            { name: 'Object', value: <code>{visibleText(event.id)}</code> },
          ]}
        />
        <Facts
          title="Attributes"
          facts={Object.entries(event.attributes).map(([name, value]) => ({
            name: visibleText(name),
            value: visibleText(value) || '(empty)',
          }))}
        />
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose} autoFocus>
          Close
        </Button>
      </div>
    </Dialog>
  );
}
