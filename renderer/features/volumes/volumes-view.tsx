import { ArchiveRestore, HardDrive, Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ChosenFile } from '../../../main/contract/files.ts';
import { openDialog } from '../../state/dialogs.ts';
import { useEngine } from '../../state/engine-store.ts';
import { usePending } from '../../state/pending.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';
import { useNow } from '../../state/use-now.ts';
import { chooseBackup } from '../../state/volume-contents.ts';
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
import { FromBackupDialog } from './from-backup-dialog.tsx';
import { PruneVolumesDialog } from './prune-volumes-dialog.tsx';
import { RemoveVolumesDialog } from './remove-volumes-dialog.tsx';
import { useVolumeRows } from './use-volume-rows.ts';
import { volumeColumns } from './volume-columns.tsx';
import { filterVolumes, sizeOf, type VolumeRow } from './volume-rows.ts';
import { totalSizeText } from './volume-size.tsx';
import './volumes.css';

/** Which dialog is open. */
type Asked =
  | { readonly kind: 'prune' }
  | { readonly kind: 'from backup'; readonly file: ChosenFile }
  | { readonly kind: 'remove'; readonly names: readonly string[] };

/** Every volume. */
export function VolumesView() {
  const volumes = useEngine((store) => store.volumes);
  const running = useStatus(isRunning);
  const rows = useVolumeRows();
  const [filter, setFilter] = useState('');
  const [asked, setAsked] = useState<Asked | null>(null);
  const shown = useMemo(() => filterVolumes(rows, filter), [rows, filter]);
  const ids = useMemo(() => shown.map(({ name }) => name), [shown]);
  const selection = useSelection(ids);
  const close = () => setAsked(null);
  const askFromBackup = async () => {
    const file = await chooseBackup();
    if (file !== null) setAsked({ kind: 'from backup', file });
  };
  return (
    <div className="view">
      <ViewHeader title="Volumes" note={running && rows.length > 0 ? noteOf(rows) : undefined}>
        {running && rows.length > 0 && (
          <SearchBox label="Filter volumes" value={filter} onChange={setFilter} />
        )}
        {selection.chosen.size > 0 ? (
          <Button icon={Trash2} onPress={() => setAsked({ kind: 'remove', names: [...selection.chosen] })}>
            {`Remove ${selection.chosen.size}`}
          </Button>
        ) : (
          <Button
            icon={Trash2}
            isDisabled={!running || rows.length === 0}
            onPress={() => setAsked({ kind: 'prune' })}
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
        <MoreMenu
          label="More for volumes"
          isDisabled={!running}
          groups={() => [
            [
              {
                title: 'Make one from a backup…',
                icon: ArchiveRestore,
                onAction: () => void askFromBackup(),
              },
            ],
          ]}
        />
      </ViewHeader>
      <MeasuringFailed />
      <EngineGate list={volumes} what="volumes">
        {() => (
          <VolumeTable
            all={rows}
            shown={shown}
            selection={selection}
            onClear={() => setFilter('')}
            onRemove={({ name }) => setAsked({ kind: 'remove', names: [name] })}
          />
        )}
      </EngineGate>
      {asked?.kind === 'from backup' && <FromBackupDialog file={asked.file} onClose={close} />}
      {asked?.kind === 'prune' && <PruneVolumesDialog rows={rows} onClose={close} />}
      {asked?.kind === 'remove' && (
        <RemoveVolumesDialog
          rows={rows.filter(({ name }) => asked.names.includes(name))}
          onRemoved={() => selection.choose(new Set())}
          onClose={close}
        />
      )}
    </div>
  );
}

interface VolumeTableProps {
  readonly all: readonly VolumeRow[];
  readonly shown: readonly VolumeRow[];
  readonly selection: ReturnType<typeof useSelection>;
  readonly onClear: () => void;
  readonly onRemove: (row: VolumeRow) => void;
}

function VolumeTable({ all, shown, selection, onClear, onRemove }: VolumeTableProps) {
  const now = useNow(30_000);
  const pending = usePending();
  const columns = useMemo(() => volumeColumns(now, onRemove), [now, onRemove]);
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
