import { Boxes, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { openDialog } from '../../state/dialogs.ts';
import { usePending } from '../../state/pending.ts';
import { swarmKey } from '../../state/swarm-store.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { serviceColumns } from './service-columns.tsx';
import type { ShownRows } from './swarm-filter.ts';

/** Every service. */
export function ServicesTab({ all, shown, selection, onClear }: ShownRows) {
  const now = useNow(30_000);
  const pending = usePending();
  const columns = useMemo(() => serviceColumns(now), [now]);
  if (all.services.length === 0) {
    return (
      <EmptyState
        icon={Boxes}
        title="No services"
        actions={
          <Button kind="primary" icon={Plus} onPress={() => openDialog({ kind: 'create-service' })}>
            Create a service
          </Button>
        }
      >
        A service is an image and how many containers of it are to run. The Swarm makes new ones in the place
        of those that end.
      </EmptyState>
    );
  }
  if (shown.services.length === 0) return <NoMatch title="No service matches" onClear={onClear} />;
  return (
    <DataTable
      label="Services"
      columns={columns}
      rows={shown.services}
      rowId={({ id }) => id}
      rowName={({ name }) => name}
      selection={selection}
      initialSort={{ column: 'name', descending: false }}
      isBusy={({ id }) => pending[swarmKey(id)] !== undefined}
    />
  );
}
