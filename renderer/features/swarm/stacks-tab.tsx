import { Layers2, Upload } from 'lucide-react';
import { useMemo } from 'react';
import { openDialog } from '../../state/dialogs.ts';
import { usePending } from '../../state/pending.ts';
import { stackKey } from '../../state/swarm-store.ts';
import { useNow } from '../../state/use-now.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import { createdColumn } from '../../ui/age-column.tsx';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { PendingText } from '../../ui/pending-text.tsx';
import { RemoveButton } from '../../ui/remove-button.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import type { ShownRows } from './swarm-filter.ts';
import type { StackRow } from './swarm-rows.ts';
import { askDeploy } from './tab-actions.tsx';
import { ToneDot } from './tone-dot.tsx';

/** Every stack that has a service. */
export function StacksTab({ all, shown, onClear }: ShownRows) {
  const now = useNow(30_000);
  const pending = usePending();
  const columns = useMemo(() => stackColumns(now), [now]);
  if (all.stacks.length === 0) {
    return (
      <EmptyState
        icon={Layers2}
        title="No stacks"
        actions={
          <Button kind="primary" icon={Upload} onPress={() => void askDeploy()}>
            Deploy a stack
          </Button>
        }
      >
        A stack is what a Compose file describes, made of services. Deployed again, what has changed in the
        file is changed in the Swarm.
      </EmptyState>
    );
  }
  if (shown.stacks.length === 0) return <NoMatch title="No stack matches" onClear={onClear} />;
  return (
    <DataTable
      label="Stacks"
      columns={columns}
      rows={shown.stacks}
      rowId={({ name }) => name}
      initialSort={{ column: 'name', descending: false }}
      isBusy={({ name }) => pending[stackKey(name)] !== undefined}
    />
  );
}

function stackColumns(now: number): readonly Column<StackRow>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(130px, 1.6fr)',
      stays: 'start',
      sortBy: ({ name }) => name.toLowerCase(),
      cell: ({ name, tone }) => (
        <span className="swarm-name">
          <ToneDot tone={tone} />
          <Untrusted className="strong" text={name} />
        </span>
      ),
    },
    {
      id: 'tasks',
      title: 'Tasks',
      width: 'minmax(90px, 1fr)',
      sortBy: ({ running, desired }) => (desired === 0 ? 1 : running / desired),
      cell: (row) => <StackState row={row} />,
    },
    {
      id: 'services',
      title: 'Services',
      width: 'minmax(140px, 3fr)',
      sortBy: ({ services }) => services.length,
      cell: ({ services }) => (
        <Untrusted className="quiet" text={services.map(({ name }) => name).join(', ')} />
      ),
    },
    { ...createdColumn(now), leaves: 1 },
    actionsColumn('36px', ({ name }) => (
      <RemoveButton
        name={name}
        pendingKey={stackKey(name)}
        onPress={() => openDialog({ kind: 'remove-stack', stack: name })}
      />
    )),
  ];
}

function StackState({ row: { name, running, desired } }: { readonly row: StackRow }) {
  const pending = usePending((store) => store[stackKey(name)]);
  if (pending === undefined) return <span className="one-line">{`${running} of ${desired}`}</span>;
  return <PendingText text={pending} />;
}
