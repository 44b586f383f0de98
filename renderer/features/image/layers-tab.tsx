import { Layers } from 'lucide-react';
import { useMemo } from 'react';
import type { ImageDetails, ImageStep } from '../../../main/contract/engine/image-details.ts';
import { formatAge, formatSize, formatTime } from '../../../main/contract/format.ts';
import { useNow } from '../../state/use-now.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { stepText } from './step-text.ts';

interface Row extends ImageStep {
  readonly number: number;
}

/** The steps of an image's history, and the layers that they made. */
export function LayersTab({ details }: { readonly details: ImageDetails }) {
  const now = useNow(30_000);
  const largest = Math.max(1, ...details.history.map(({ size }) => size));
  const columns = useMemo(() => layerColumns(now, largest), [now, largest]);
  const rows = details.history.map((step, index): Row => ({ ...step, number: index + 1 }));
  if (rows.length === 0) {
    return (
      <EmptyState icon={Layers} title="No history">
        Whoever made this image wrote down no steps. It has {details.layers.length} layers.
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

function layerColumns(now: number, largest: number): readonly Column<Row>[] {
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
      cell: ({ layer }) =>
        layer !== null && (
          <span className="code quiet" title={layer}>
            {layer.replace(/^sha256:/, '').slice(0, 12)}
          </span>
        ),
    },
    {
      id: 'size',
      title: 'Size',
      width: '150px',
      align: 'end',
      sortBy: ({ size }) => size,
      cell: ({ size }) =>
        size === 0 ? (
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
