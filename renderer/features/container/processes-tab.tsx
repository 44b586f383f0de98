import { Cpu } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import type { ProcessTable } from '../../../main/contract/engine/container-details.ts';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { call } from '../../bridge.ts';
import { useNow } from '../../state/use-now.ts';
import { useRequest } from '../../state/use-request.ts';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

/** Milliseconds between two looks: the engine has no event for processes, and starts `ps` for each. */
const lookEveryMs = 5_000;

/** The processes in a container, asked for again and again while they are looked at. */
export function ProcessesTab({ container: { id, state } }: { readonly container: Container }) {
  if (state !== 'running') {
    return (
      <EmptyState icon={Cpu} title="No processes">
        {state === 'paused'
          ? 'It is paused: its processes stand still and cannot be listed. Go on with it to see them.'
          : 'It is not running. Start it to see its processes.'}
      </EmptyState>
    );
  }
  return <LiveProcesses id={id} />;
}

function LiveProcesses({ id }: { readonly id: string }) {
  const ask = useCallback(() => call('container.processes', { id }), [id]);
  const { state, again } = useRequest(ask, String(useNow(lookEveryMs)));
  return (
    <RequestState state={state} what="the processes" onRetry={again}>
      {(table) => <Processes table={table} />}
    </RequestState>
  );
}

interface Row {
  readonly key: string;
  readonly cells: readonly string[];
}

function Processes({ table }: { readonly table: ProcessTable }) {
  const titles = table.titles.join('\n');
  const columns = useMemo(() => columnsOf(titles.split('\n')), [titles]);
  const number = table.titles.indexOf('PID');
  const rows = table.processes.map((cells, index) => ({ key: cells[number] ?? String(index), cells }));
  return (
    <DataTable
      label="Processes"
      columns={columns}
      rows={rows}
      rowId={({ key }) => key}
      initialSort={{ column: table.titles[number] ?? table.titles[0] ?? '', descending: false }}
    />
  );
}

/** Of the columns of `ps -ef`, by their titles: what has room to spare goes to the command. */
const widths: Readonly<Record<string, string>> = {
  UID: 'minmax(60px, 1fr)',
  PID: 'minmax(50px, 0.6fr)',
  PPID: 'minmax(54px, 0.6fr)',
  C: '28px',
  STIME: 'minmax(56px, 0.4fr)',
  TTY: 'minmax(48px, 0.4fr)',
  TIME: 'minmax(74px, 0.4fr)',
  CMD: 'minmax(200px, 12fr)',
  COMMAND: 'minmax(200px, 12fr)',
};

function columnsOf(titles: readonly string[]): readonly Column<Row>[] {
  return titles.map((title, index) => ({
    id: title,
    title,
    width: widths[title] ?? 'minmax(56px, 1fr)',
    sortBy: ({ cells }) => {
      const cell = cells[index] ?? '';
      return /^\d+$/.test(cell) ? Number(cell) : cell;
    },
    cell: ({ cells }) => <Untrusted className="code" text={cells[index] ?? ''} />,
  }));
}
