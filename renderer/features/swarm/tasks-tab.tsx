import { ListChecks } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useNow } from '../../state/use-now.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import type { ShownRows } from './swarm-filter.ts';
import type { TaskRow } from './swarm-rows.ts';
import { taskColumns } from './task-columns.tsx';

/** The tasks of all services, with those that were. */
export function TasksTab({ all, shown, onClear }: ShownRows) {
  if (all.tasks.length === 0) {
    return (
      <EmptyState icon={ListChecks} title="No tasks">
        A task is one container of a service, on the node that it was placed on. They show here once there is
        a service.
      </EmptyState>
    );
  }
  if (shown.tasks.length === 0) return <NoMatch title="No task matches" onClear={onClear} />;
  return <TaskTable tasks={shown.tasks} />;
}

/** Tasks: where each is and how it is. Those that were are shown when asked for. */
export function TaskTable({ tasks }: { readonly tasks: readonly TaskRow[] }) {
  const now = useNow(10_000);
  const columns = useMemo(() => taskColumns(now), [now]);
  const [withPast, setWithPast] = useState(true);
  const past = tasks.filter(({ isCurrent }) => !isCurrent).length;
  const rows = useMemo(
    () => (withPast ? tasks : tasks.filter(({ isCurrent }) => isCurrent)),
    [tasks, withPast],
  );
  return (
    <>
      {past > 0 && (
        <div className="swarm-bar">
          <Checkbox isSelected={withPast} onChange={setWithPast}>
            {`Also ${past === 1 ? 'the one that was' : `the ${past} that were`}`}
          </Checkbox>
        </div>
      )}
      <DataTable
        label="Tasks"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        initialSort={{ column: 'name', descending: false }}
      />
    </>
  );
}
