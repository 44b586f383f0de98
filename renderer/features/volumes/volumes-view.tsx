import { HardDrive, Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { openDialog } from '../../state/dialogs.ts';
import { useEngine } from '../../state/engine-store.ts';
import { usePending } from '../../state/pending.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';
import { useNow } from '../../state/use-now.ts';
import { useVolumeSizes, volumeKey } from '../../state/volumes-store.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { useSelection } from '../../ui/selection.ts';
import { ViewHeader } from '../../ui/view-header.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { useVolumeRows } from './use-volume-rows.ts';
import { volumeColumns } from './volume-columns.tsx';
import { volumesMenu } from './volume-menu.ts';
import { filterVolumes, sizeOf, type VolumeRow } from './volume-rows.ts';
import { totalSizeText } from './volume-size.tsx';
import './volumes.css';

/** Every volume. */
export function VolumesView() {
  const volumes = useEngine((store) => store.volumes);
  const running = useStatus(isRunning);
  const rows = useVolumeRows();
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => filterVolumes(rows, filter), [rows, filter]);
  const ids = useMemo(() => shown.map(({ name }) => name), [shown]);
  const selection = useSelection(ids);
  const askRemoveChosen = () =>
    openDialog({
      kind: 'remove-volumes',
      names: [...selection.chosen],
      onRemoved: () => selection.choose(new Set()),
    });
  return (
    <div className="view">
      <ViewHeader title="Volumes" note={running && rows.length > 0 ? noteOf(rows) : undefined}>
        {running && rows.length > 0 && (
          <SearchBox label="Filter volumes" value={filter} onChange={setFilter} />
        )}
        {selection.chosen.size > 0 ? (
          <Button icon={Trash2} onPress={askRemoveChosen}>
            {`Remove ${selection.chosen.size}`}
          </Button>
        ) : (
          <Button
            icon={Trash2}
            isDisabled={!running || rows.length === 0}
            onPress={() => openDialog({ kind: 'prune', what: 'volumes' })}
          >
            Prune
          </Button>
        )}
        <Button
          kind="primary"
          icon={Plus}
          isDisabled={!running}
          onPress={() => openDialog({ kind: 'create-volume' })}
        >
          Create
        </Button>
        <MoreMenu label="More for volumes" isDisabled={!running} groups={volumesMenu} />
      </ViewHeader>
      <MeasuringFailed />
      <EngineGate list={volumes} what="volumes">
        {() => <VolumeTable all={rows} shown={shown} selection={selection} onClear={() => setFilter('')} />}
      </EngineGate>
    </div>
  );
}

interface VolumeTableProps {
  readonly all: readonly VolumeRow[];
  readonly shown: readonly VolumeRow[];
  readonly selection: ReturnType<typeof useSelection>;
  readonly onClear: () => void;
}

function VolumeTable({ all, shown, selection, onClear }: VolumeTableProps) {
  const now = useNow(30_000);
  const pending = usePending();
  const columns = useMemo(() => volumeColumns(now), [now]);
  if (all.length === 0) {
    return (
      <EmptyState icon={HardDrive} title="No volumes">
        A volume keeps what containers write, however often they are made anew. Create one here, or name one
        when you run an image: <code>data:/var/lib/data</code>
      </EmptyState>
    );
  }
  if (shown.length === 0) {
    return <NoMatch title="No volume matches" onClear={onClear} />;
  }
  return (
    <DataTable
      label="Volumes"
      columns={columns}
      rows={shown}
      rowId={({ name }) => name}
      rowName={({ shownName }) => shownName}
      selection={selection}
      initialSort={{ column: 'name', descending: false }}
      isBusy={({ name }) => pending[volumeKey(name)] !== undefined}
    />
  );
}

/** Why there are no sizes: the list is good without them. */
function MeasuringFailed() {
  const failure = useVolumeSizes((store) => store.failure);
  if (failure === null) return null;
  return (
    <p className="view-strip" role="status">
      {failure.message} {failure.hint}
    </p>
  );
}

function noteOf(rows: readonly VolumeRow[]): string {
  const measured = sizeOf(rows).isWhole;
  return `${rows.length} in all${measured ? `, ${totalSizeText(rows)}` : ''}`;
}
