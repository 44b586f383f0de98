import { Camera, CircleX, Plus, RotateCcw, Trash2 } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { formatSize } from '../../../main/contract/format.ts';
import { progressWords, reasonWords } from '../../../main/contract/snapshot-words.ts';
import type { Snapshot, Snapshots } from '../../../main/contract/snapshots.ts';
import { openDialog } from '../../state/dialogs.ts';
import { cancelSnapshot, readSnapshots, useSnapshots } from '../../state/snapshots-store.ts';
import { useNow } from '../../state/use-now.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import { createdColumn } from '../../ui/age-column.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';
import './snapshots.css';

const create = () => openDialog({ kind: 'create-snapshot' });

/** States of the engine that were kept, to go back to. */
export function SnapshotsView() {
  const { known, failure, progress, busy } = useSnapshots();
  useEffect(() => void readSnapshots(), []);
  const note =
    known === null ? undefined : `The present state takes ${formatSize(known.present.bytes)} on this disk`;
  return (
    <div className="view">
      <ViewHeader title="Snapshots" {...(note === undefined ? {} : { note })}>
        <Button
          kind={known !== null && known.snapshots.length > 0 ? 'primary' : 'plain'}
          icon={Plus}
          isBusy={busy && progress === null}
          isDisabled={progress !== null || (known === null && failure !== null)}
          onPress={create}
        >
          Create
        </Button>
      </ViewHeader>
      <Work />
      {known === null && failure === null && (
        <div className="loading" role="status">
          <Spinner size={16} />
          Reading the snapshots…
        </div>
      )}
      {known === null && failure !== null && (
        <EmptyState
          icon={CircleX}
          tone="bad"
          title="The snapshots could not be read"
          actions={<Button onPress={() => void readSnapshots()}>Try again</Button>}
        >
          <FailureText failure={failure} />
        </EmptyState>
      )}
      {known !== null && <SnapshotTable known={known} onCreate={create} />}
    </div>
  );
}

function Work() {
  const progress = useSnapshots((store) => store.progress);
  if (progress === null) return null;
  const verb = progress.work === 'create' ? 'Creating' : 'Restoring';
  return (
    <div className="snapshot-progress">
      <span role="status">
        {verb} {progress.name}. {progressWords(progress)}
      </span>
      <Progress label={`${verb} ${progress.name}`} part={progress.done ?? null} />
      <Button onPress={() => void cancelSnapshot()}>Give up</Button>
    </div>
  );
}

interface SnapshotTableProps {
  readonly known: Snapshots;
  readonly onCreate: () => void;
}

function SnapshotTable({ known: { snapshots }, onCreate }: SnapshotTableProps) {
  const now = useNow(30_000);
  const isBusy = useSnapshots((store) => store.busy || store.progress !== null);
  const columns = useMemo(() => snapshotColumns(now, isBusy), [now, isBusy]);
  if (snapshots.length === 0) {
    return (
      <EmptyState
        icon={Camera}
        title="No snapshots"
        actions={
          <Button kind="primary" icon={Plus} isDisabled={isBusy} onPress={onCreate}>
            Create a snapshot
          </Button>
        }
      >
        A snapshot keeps all containers, images and volumes as they are, and the memory of what runs. Make one
        before something risky, to go back to it.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Snapshots"
      columns={columns}
      rows={snapshots}
      rowId={({ name }) => name}
      initialSort={{ column: 'created', descending: true }}
    />
  );
}

function snapshotColumns(now: number, isBusy: boolean): readonly Column<Snapshot>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(160px, 3fr)',
      stays: 'start',
      sortBy: ({ name }) => name.toLowerCase(),
      cell: ({ name }) => <span className="strong">{name}</span>,
    },
    {
      id: 'what',
      title: 'Holds',
      width: 'minmax(150px, 2fr)',
      cell: ({ memory, reason }) => (
        <span className="quiet">
          {[memory ? 'Disk and memory' : 'Disk', reasonWords[reason]]
            .filter((word) => word !== '')
            .join(', ')}
        </span>
      ),
    },
    {
      id: 'size',
      title: 'Size',
      width: '74px',
      align: 'end',
      sortBy: ({ bytes }) => bytes,
      cell: ({ bytes }) => formatSize(bytes),
    },
    createdColumn(now),
    actionsColumn('76px', (snapshot) => (
      <span className="row-actions">
        <IconButton
          icon={RotateCcw}
          label={`Restore ${snapshot.name}`}
          isDisabled={isBusy}
          onPress={() => openDialog({ kind: 'restore-snapshot', snapshot })}
        />
        <IconButton
          icon={Trash2}
          kind="danger"
          label={`Delete ${snapshot.name}`}
          isDisabled={isBusy}
          onPress={() => openDialog({ kind: 'delete-snapshot', snapshot })}
        />
      </span>
    )),
  ];
}
