import { FileDiff } from 'lucide-react';
import { useCallback } from 'react';
import type { FileChange } from '../../../main/contract/engine/container-details.ts';
import { call } from '../../bridge.ts';
import { useRequest } from '../../state/use-request.ts';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

const columns: readonly Column<FileChange>[] = [
  {
    id: 'kind',
    title: 'Change',
    width: '90px',
    sortBy: ({ kind }) => kind,
    cell: ({ kind }) => <span className={`change-${kind}`}>{kind}</span>,
  },
  {
    id: 'path',
    title: 'Path',
    width: 'minmax(200px, 1fr)',
    sortBy: ({ path }) => path,
    cell: ({ path }) => <Untrusted className="code" text={path} />,
  },
];

/** Where a container's files differ from its image's. */
export function ChangesTab({ id }: { readonly id: string }) {
  const ask = useCallback(() => call('container.changes', { id }), [id]);
  const { state, again } = useRequest(ask);
  return (
    <RequestState state={state} what="the changes" onRetry={again}>
      {(changes) =>
        changes.length === 0 ? (
          <EmptyState icon={FileDiff} title="No changes">
            Its files are those of its image. What it writes into volumes is not counted.
          </EmptyState>
        ) : (
          <DataTable
            label="Changed files"
            columns={columns}
            rows={changes}
            rowId={({ path }) => path}
            initialSort={{ column: 'path', descending: false }}
          />
        )
      }
    </RequestState>
  );
}
