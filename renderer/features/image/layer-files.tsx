import { ArrowLeft, CircleX, File, FileCog, FileX, Folder, Link, SquareStack } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { LayerFile, LayerFileKind } from '../../../main/contract/engine/image-layers.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { filterFiles, layerSummary, permissionText } from './layer-text.ts';
import { useLayerFiles } from './use-layer-files.ts';

interface LayerFilesProps {
  /** The image's. */
  readonly id: string;
  /** The layer's diff id. */
  readonly layer: string;
  /** What it is called here. */
  readonly title: string;
  readonly onLeave: () => void;
}

/** What one layer of an image adds, changes and takes away. */
export function LayerFiles({ id, layer, title, onLeave }: LayerFilesProps) {
  const { state, again } = useLayerFiles(id, layer);
  const [filter, setFilter] = useState('');
  const files = state.kind === 'read' ? state.files : undefined;
  const shown = useMemo(() => filterFiles(files ?? [], filter), [files, filter]);
  return (
    <>
      <div className="page-bar layer-bar">
        <Button icon={ArrowLeft} onPress={onLeave}>
          All layers
        </Button>
        <span className="layer-title">{title}</span>
        <span className="quiet layer-summary" role="status">
          {files && layerSummary(files, shown)}
        </span>
        {files && files.length > 0 && <SearchBox label="Filter files" value={filter} onChange={setFilter} />}
      </div>
      {state.kind === 'reading' && (
        <div className="loading" role="status">
          <Spinner size={16} />
          Reading the image{state.bytes > 0 && `, ${formatSize(state.bytes)} so far`}…
        </div>
      )}
      {state.kind === 'failed' && (
        <EmptyState
          icon={CircleX}
          tone="bad"
          title="The layer could not be read"
          actions={<Button onPress={again}>Try again</Button>}
        >
          <FailureText failure={state.failure} />
        </EmptyState>
      )}
      {state.kind === 'read' && state.isCut && (
        <p className="quiet layer-cut">There are more: these are the first {state.files.length}.</p>
      )}
      {files?.length === 0 && (
        <EmptyState icon={SquareStack} title="No files">
          The layer is empty: its step changed nothing that stayed.
        </EmptyState>
      )}
      {files !== undefined && files.length > 0 && shown.length === 0 && (
        <NoMatch title="No file matches" onClear={() => setFilter('')}>
          None of the {files.length} paths has all of these words.
        </NoMatch>
      )}
      {shown.length > 0 && (
        <DataTable
          label="Files of the layer"
          columns={columns}
          rows={shown}
          rowId={({ path, kind }) => `${kind} ${path}`}
          initialSort={{ column: 'size', descending: true }}
        />
      )}
    </>
  );
}

const icons: Readonly<Partial<Record<LayerFileKind, typeof File>>> = {
  file: File,
  folder: Folder,
  link: Link,
  gone: FileX,
};

const columns: readonly Column<LayerFile>[] = [
  {
    id: 'change',
    title: 'Change',
    width: '84px',
    sortBy: ({ change }) => change,
    cell: ({ change }) => <span className={`change-${change}`}>{change}</span>,
  },
  {
    id: 'path',
    title: 'Path',
    width: 'minmax(200px, 1fr)',
    sortBy: ({ path }) => path,
    cell: ({ path, kind, target }) => {
      const Icon = icons[kind] ?? FileCog;
      return (
        <span className="layer-path">
          <Icon size={14} aria-label={kind} className="faint" />
          <Untrusted className="code" text={target === '' ? path : `${path} → ${target}`} />
        </span>
      );
    },
  },
  {
    id: 'size',
    title: 'Size',
    width: '90px',
    align: 'end',
    sortBy: ({ size }) => size,
    cell: ({ kind, size }) => (kind === 'file' ? formatSize(size) : ''),
  },
  {
    id: 'mode',
    title: 'Permissions',
    width: '104px',
    sortBy: ({ mode }) => mode,
    cell: (file) => <span className="code quiet">{permissionText(file)}</span>,
  },
  {
    id: 'owner',
    title: 'Owner',
    width: '96px',
    sortBy: ({ user, group }) => user * 2 ** 32 + group,
    cell: ({ kind, user, group }) => kind !== 'gone' && <span className="quiet">{`${user}:${group}`}</span>,
  },
];
