import { useMemo } from 'react';
import { usePending } from '../../state/pending.ts';
import { swarmKey } from '../../state/swarm-store.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { nodeColumns } from './node-columns.tsx';
import type { ShownRows } from './swarm-filter.ts';

/** Every node. */
export function NodesTab({ shown, onClear }: ShownRows) {
  const pending = usePending();
  const columns = useMemo(nodeColumns, []);
  if (shown.nodes.length === 0) return <NoMatch title="No node matches" onClear={onClear} />;
  return (
    <DataTable
      label="Nodes"
      columns={columns}
      rows={shown.nodes}
      rowId={({ id }) => id}
      initialSort={{ column: 'name', descending: false }}
      isBusy={({ id }) => pending[swarmKey(id)] !== undefined}
    />
  );
}
