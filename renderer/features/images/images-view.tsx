import { ArrowDownToLine, Layers, PackageOpen } from 'lucide-react';
import { useMemo, useState } from 'react';
import { shortImageName } from '../../../main/contract/engine/image-name.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { openDialog } from '../../state/dialogs.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useImageChecks } from '../../state/image-checks-store.ts';
import { usePending } from '../../state/pending.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';
import { loadFromFiles } from '../../state/transfers-store.ts';
import { useNow } from '../../state/use-now.ts';
import { goTo } from '../../state/view-store.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import { createdColumn } from '../../ui/age-column.tsx';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Select } from '../../ui/select.tsx';
import { type Selection, useSelection } from '../../ui/selection.ts';
import { Untrusted } from '../../ui/untrusted.tsx';
import { UsedBy } from '../../ui/used-by.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { CheckMark } from './check-mark.tsx';
import { CheckStrip } from './check-strip.tsx';
import { ChosenImages } from './chosen-images.tsx';
import { ImageActions } from './image-actions.tsx';
import { filterImages, type ImageKind, type ImageRow } from './image-rows.ts';
import { imagesMenu } from './images-menu.ts';
import { TransferList } from './transfer-list.tsx';
import { useImageRows } from './use-image-rows.ts';
import './images.css';

const keyOf = ({ key }: ImageRow) => key;

/** Every image. */
export function ImagesView() {
  const images = useEngine((store) => store.images);
  const running = useStatus(isRunning);
  const [filter, setFilter] = useState('');
  const [kind, setKind] = useState<ImageKind>('all');
  const rows = useImageRows();
  const shown = useMemo(() => filterImages(rows, filter, kind), [rows, filter, kind]);
  const keys = useMemo(() => shown.map(keyOf), [shown]);
  const selection = useSelection(keys);
  const chosen = shown.filter(({ key }) => selection.chosen.has(key));
  return (
    <div className="view">
      <ViewHeader
        title="Images"
        note={running && rows.length > 0 ? countText(rows, shown, chosen) : undefined}
      >
        {running && chosen.length > 0 ? (
          <ChosenImages chosen={chosen} onChooseNone={() => selection.choose(new Set())} />
        ) : (
          <>
            {running && rows.length > 0 && (
              <>
                <Select
                  label="Which images"
                  className="kind-button"
                  value={kind}
                  onChange={(next) => setKind(next as ImageKind)}
                  titles={kindTitles}
                />
                <SearchBox label="Filter images" value={filter} onChange={setFilter} />
              </>
            )}
            {running && <GetImages />}
          </>
        )}
      </ViewHeader>
      <TransferList view="images" />
      <CheckStrip />
      <EngineGate list={images} what="images">
        {() => (
          <ImageTable
            rows={rows}
            shown={shown}
            selection={selection}
            onClear={() => {
              setFilter('');
              setKind('all');
            }}
          />
        )}
      </EngineGate>
    </div>
  );
}

/** How images come in, and are kept up to date. */
function GetImages() {
  const images = useEngine((store) => store.images);
  const isChecking = useImageChecks(({ left }) => left > 0);
  return (
    <>
      <Button kind="primary" icon={ArrowDownToLine} onPress={() => openDialog({ kind: 'pull' })}>
        Pull
      </Button>
      <MoreMenu
        label="More for images"
        groups={() => imagesMenu(images.kind === 'loaded' ? images.items : [], isChecking)}
      />
    </>
  );
}

const kindTitles: Readonly<Record<ImageKind, string>> = {
  all: 'All',
  used: 'Used',
  unused: 'Unused',
  unnamed: 'Without a name',
};

interface ImageTableProps {
  readonly rows: readonly ImageRow[];
  readonly shown: readonly ImageRow[];
  readonly selection: Selection;
  readonly onClear: () => void;
}

function ImageTable({ rows, shown, selection, onClear }: ImageTableProps) {
  const now = useNow(30_000);
  const columns = useMemo(() => imageColumns(now), [now]);
  const pending = usePending();
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={Layers}
        title="No images"
        actions={
          <>
            <Button kind="primary" icon={ArrowDownToLine} onPress={() => openDialog({ kind: 'pull' })}>
              Pull an image
            </Button>
            <Button icon={PackageOpen} onPress={() => void loadFromFiles()}>
              Load from a file
            </Button>
          </>
        }
      >
        The engine has none. They come from a registry, from a file, or from a build.
      </EmptyState>
    );
  }
  if (shown.length === 0) {
    return (
      <NoMatch title="No image matches" onClear={onClear}>
        None of the {rows.length} has all of these words in its name, tag or ID.
      </NoMatch>
    );
  }
  return (
    <DataTable
      label="Images"
      columns={columns}
      rows={shown}
      rowId={keyOf}
      rowName={({ reference }) => shortImageName(reference)}
      selection={selection}
      initialSort={{ column: 'repository', descending: false }}
      isBusy={({ key }) => pending[key] !== undefined}
    />
  );
}

function countText(
  rows: readonly ImageRow[],
  shown: readonly ImageRow[],
  chosen: readonly ImageRow[],
): string {
  if (chosen.length > 0) return `${chosen.length} of ${shown.length} chosen`;
  return shown.length === rows.length ? `${rows.length} in all` : `${shown.length} of ${rows.length} match`;
}

function imageColumns(now: number): readonly Column<ImageRow>[] {
  return [
    {
      id: 'repository',
      title: 'Name',
      width: 'minmax(160px, 3fr)',
      stays: 'start',
      sortBy: ({ reference, repository, tag }) =>
        repository === null ? '\uffff' : (tag === null ? repository : reference).toLowerCase(),
      cell: ({ id, repository }) => (
        <button
          type="button"
          className={`row-link ${repository === null ? 'quiet' : 'strong'}`}
          onClick={() => goTo({ view: 'images', page: { kind: 'image', id, tab: 'overview' } })}
        >
          <Untrusted text={repository ?? 'No name'} />
        </button>
      ),
    },
    {
      id: 'tag',
      title: 'Tag',
      width: 'minmax(112px, 1.4fr)',
      sortBy: ({ tag }) => tag ?? '\uffff',
      cell: (row) =>
        row.tag === null ? (
          <span className="faint">None</span>
        ) : (
          <>
            <Untrusted text={row.tag} />
            <CheckMark row={row} />
          </>
        ),
    },
    {
      id: 'id',
      title: 'ID',
      width: '112px',
      leaves: 1,
      cell: ({ id }) => <span className="code quiet">{id.replace(/^sha256:/, '').slice(0, 12)}</span>,
    },
    {
      id: 'used',
      title: 'Used by',
      width: 'minmax(90px, 2fr)',
      sortBy: ({ usedBy }) => -usedBy.length,
      cell: (row) => <Users row={row} />,
    },
    {
      id: 'size',
      title: 'Size',
      width: '74px',
      leaves: 3,
      align: 'end',
      sortBy: ({ size }) => size,
      cell: ({ size }) => formatSize(size),
    },
    { ...createdColumn(now), leaves: 2 },
    actionsColumn('104px', (row) => <ImageActions row={row} />),
  ];
}

function Users({ row: { key, usedBy } }: { readonly row: ImageRow }) {
  const pending = usePending((store) => store[key]);
  return <UsedBy pending={pending} names={usedBy} none="Unused" />;
}
