import { Layers } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ImageDetails, ImageStep } from '../../../main/contract/engine/image-details.ts';
import { formatAge, formatSize, formatTime } from '../../../main/contract/format.ts';
import { useNow } from '../../state/use-now.ts';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { LayerFiles } from './layer-files.tsx';
import { stepText } from './step-text.ts';

interface Row extends Omit<ImageStep, 'size'> {
  readonly number: number;
  /** Bytes that it added; null where the engine does not tell. */
  readonly size: number | null;
}

/** A layer whose files are looked at, and what it is called. */
interface Opened {
  readonly layer: string;
  readonly title: string;
}

/** The steps of an image's history, and the layers that they made. */
export function LayersTab({ details }: { readonly details: ImageDetails }) {
  const now = useNow(30_000);
  const [opened, setOpened] = useState<Opened | null>(null);
  const largest = Math.max(1, ...details.history.map(({ size }) => size));
  const columns = useMemo(() => layerColumns(now, largest, setOpened), [now, largest]);
  const rows = useMemo(() => layerRows(details), [details]);
  if (opened !== null) return <LayerFiles id={details.id} {...opened} onLeave={() => setOpened(null)} />;
  if (rows.length === 0) {
    return (
      <EmptyState icon={Layers} title="No layers">
        Nothing is in this image.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Layers"
      columns={columns}
      rows={rows}
      rowId={({ number }) => String(number)}
      initialSort={{ column: 'number', descending: false }}
    />
  );
}

/** The steps; where nobody knows which of them made which layer, each layer comes after them. */
function layerRows({ history, layers }: ImageDetails): readonly Row[] {
  const unmatched = history.some(({ layer }) => layer !== null) ? [] : layers;
  const unknown = { createdBy: '', comment: 'A layer whose step is not known', createdAt: null, size: null };
  return [...history, ...unmatched.map((layer) => ({ ...unknown, layer }))].map((step, index) => ({
    ...step,
    number: index + 1,
  }));
}

function layerColumns(
  now: number,
  largest: number,
  onOpen: (opened: Opened) => void,
): readonly Column<Row>[] {
  return [
    {
      id: 'number',
      title: 'Step',
      width: '44px',
      sortBy: ({ number }) => number,
      cell: ({ number }) => <span className="quiet">{number}</span>,
    },
    {
      id: 'command',
      title: 'Command',
      width: 'minmax(200px, 6fr)',
      cell: (step) => <Untrusted className="code" text={stepText(step)} />,
    },
    {
      id: 'layer',
      title: 'Layer',
      width: '112px',
      cell: ({ layer, number }) =>
        layer !== null && (
          <button
            type="button"
            className="row-link code"
            aria-label={`${shortLayer(layer)}: files of the layer of step ${number}`}
            title={layer}
            onClick={() => onOpen({ layer, title: `Layer ${shortLayer(layer)}` })}
          >
            {shortLayer(layer)}
          </button>
        ),
    },
    {
      id: 'size',
      title: 'Size',
      width: '150px',
      align: 'end',
      sortBy: ({ size }) => size ?? 0,
      cell: ({ size }) =>
        size === null ? null : size === 0 ? (
          <span className="faint">0 B</span>
        ) : (
          <>
            <meter className="layer-share" aria-hidden min={0} max={largest} value={size} />
            <span className="layer-size">{formatSize(size)}</span>
          </>
        ),
    },
    {
      id: 'created',
      title: 'Created',
      width: '100px',
      cell: ({ createdAt }) =>
        createdAt !== null && (
          <span className="quiet" title={formatTime(createdAt)}>
            {formatAge(createdAt, now)}
          </span>
        ),
    },
  ];
}

function shortLayer(layer: string): string {
  return layer.replace(/^sha256:/, '').slice(0, 12);
}
