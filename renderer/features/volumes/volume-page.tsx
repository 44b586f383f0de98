import { HardDrive } from 'lucide-react';
import { formatTime } from '../../../main/contract/format.ts';
import { useEngine } from '../../state/engine-store.ts';
import { usePending } from '../../state/pending.ts';
import { goTo, replacePlace, show, type VolumeTab } from '../../state/view-store.ts';
import { volumeKey } from '../../state/volumes-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { shownVolumeName } from '../../text/volume-name.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Facts } from '../../ui/facts.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PageTabs } from '../../ui/page-tabs.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { StateDot } from '../containers/state-dot.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { FileBrowser } from '../files/file-browser.tsx';
import { useVolumeRows } from './use-volume-rows.ts';
import { VolumeActions } from './volume-actions.tsx';
import type { VolumeRow } from './volume-rows.ts';
import { VolumeSizeText } from './volume-size.tsx';
import './volumes.css';

interface VolumePageProps {
  readonly name: string;
  readonly tab: VolumeTab;
}

/** Everything about one volume, and what can be done to it. */
export function VolumePage({ name, tab }: VolumePageProps) {
  const volumes = useEngine((store) => store.volumes);
  const rows = useVolumeRows();
  const row = rows.find((item) => item.name === name);
  const pending = usePending((store) => store[volumeKey(name)]);
  return (
    <div className="view">
      <PageHeader
        parent="Volumes"
        onParent={() => show('volumes')}
        title={shownVolumeName(name)}
        note={pending ?? (row?.isAnonymous ? 'anonymous' : '')}
      >
        {row && <VolumeActions row={row} isBusy={pending !== undefined} />}
      </PageHeader>
      <EngineGate list={volumes} what="volumes">
        {() =>
          row === undefined ? (
            <Removed />
          ) : (
            <PageTabs
              label="About the volume"
              tabs={[
                { id: 'overview', title: 'Overview', content: () => <Overview row={row} /> },
                {
                  id: 'files',
                  title: 'Files',
                  content: () => (
                    // Emptied or restored it is read again.
                    <FileBrowser
                      source={{ kind: 'volume', name }}
                      name={row.shownName}
                      version={pending ?? ''}
                    />
                  ),
                },
              ]}
              chosen={tab}
              onChoose={(next) =>
                replacePlace({ view: 'volumes', page: { kind: 'volume', name, tab: next } })
              }
            />
          )
        }
      </EngineGate>
    </div>
  );
}

function Overview({ row }: { readonly row: VolumeRow }) {
  return (
    <ScrollArea label="About the volume">
      <Facts
        title="What it is"
        facts={[
          { name: 'Name', value: <Untrusted className="code" text={row.name} /> },
          { name: 'Size', value: <VolumeSizeText bytes={row.bytes} /> },
          { name: 'Created', value: row.createdAt === 0 ? '' : formatTime(row.createdAt) },
          { name: 'Driver', value: visibleText(row.driver) },
          { name: 'Scope', value: visibleText(row.scope) },
          {
            name: 'Compose project',
            value:
              row.project && `${visibleText(row.project)}, as ${visibleText(row.projectName ?? row.name)}`,
          },
          { name: 'In the machine', value: row.mountpoint && <code>{visibleText(row.mountpoint)}</code> },
        ]}
      />
      <Users row={row} />
      <Facts title="Options of the driver" facts={pairsOf(row.options)} />
      <Facts title="Labels" facts={pairsOf(row.labels)} />
    </ScrollArea>
  );
}

function Users({ row: { name, usedBy } }: { readonly row: VolumeRow }) {
  return (
    <section className="fact-list" aria-label="Used by">
      <h2>Used by</h2>
      {usedBy.length === 0 && <p className="quiet">No container has it.</p>}
      <ul className="volume-users">
        {usedBy.map(({ id, name: container, state, volumes }) => (
          <li key={id}>
            <StateDot state={state} />
            <button
              type="button"
              className="row-link"
              onClick={() => goTo({ view: 'containers', page: { kind: 'container', id, tab: 'overview' } })}
            >
              <Untrusted text={container} />
            </button>
            <span className="quiet">
              {state}, at{' '}
              {volumes
                .filter((mount) => mount.name === name)
                .map(({ target, readOnly }) => `${visibleText(target)}${readOnly ? ' (read-only)' : ''}`)
                .join(' and ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Removed() {
  return (
    <EmptyState
      icon={HardDrive}
      title="This volume is no longer there"
      actions={<Button onPress={() => show('volumes')}>All volumes</Button>}
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
