import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { groupRows, type Line } from './group-rows.ts';

/** A column of a table. */
export interface Column<T> {
  readonly id: string;
  readonly title: string;
  /** The title goes without saying: only a screen reader says it. */
  readonly isTitleHidden?: boolean;
  /** Its part of the width, as CSS grid writes it: `minmax(120px, 2fr)`. */
  readonly width: string;
  /** What it is sorted by; without it it cannot be sorted. */
  readonly sortBy?: (row: T) => string | number;
  readonly cell: (row: T) => ReactNode;
  readonly align?: 'end';
}

interface DataTableProps<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  readonly initialSort: { readonly column: string; readonly descending: boolean };
  readonly groupOf?: (row: T) => string | null;
  /** What a group's heading shows. */
  readonly groupHeading?: (name: string | null, rows: readonly T[]) => ReactNode;
  readonly closedGroups?: ReadonlySet<string | null>;
  /** Dimmed: something is under way on it. */
  readonly isBusy?: (row: T) => boolean;
}

const rowHeight = 34;
const noGroups: ReadonlySet<string | null> = new Set();

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});

/** A sortable table of any length: only the lines on the screen are in the page. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { columns, rows, rowId, groupOf = () => null, closedGroups = noGroups } = props;
  const [sorting, setSorting] = useState<SortingState>([
    { id: props.initialSort.column, desc: props.initialSort.descending },
  ]);
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, T>();
    return helper.columns(
      columns.map(({ id, sortBy }) =>
        helper.accessor((row: T) => sortBy?.(row) ?? '', {
          id,
          sortFn: 'basic',
          enableSorting: sortBy !== undefined,
        }),
      ),
    );
  }, [columns]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows as T[],
    getRowId: rowId,
    state: { sorting },
    onSortingChange: setSorting,
    enableSortingRemoval: false,
  });
  const lines = groupRows(
    table.getRowModel().rows.map(({ original }) => original),
    groupOf,
    closedGroups,
  );

  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(lines[index], rowId),
    overscan: 12,
  });
  const grid = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };

  return (
    <div className="table" ref={scroller}>
      {/* Laid out by grid and not as a table, so that only the lines on the screen need to be there. */}
      <table aria-label={props.label} aria-rowcount={lines.length + 1} aria-colcount={columns.length}>
        <thead className="table-head">
          <tr className="table-row" aria-rowindex={1} style={grid}>
            {columns.map((column) => (
              <HeaderCell
                key={column.id}
                column={column}
                sorted={sorting[0]?.id === column.id ? sorting[0] : undefined}
                onSort={() => table.getColumn(column.id)?.toggleSorting()}
              />
            ))}
          </tr>
        </thead>
        <tbody className="table-body" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            const place = { transform: `translateY(${item.start}px)`, height: item.size };
            if (line.kind === 'group') {
              return (
                <tr key={item.key} className="table-group" aria-rowindex={item.index + 2} style={place}>
                  <td colSpan={columns.length} className="table-group-cell">
                    {props.groupHeading?.(line.name, line.rows)}
                  </td>
                </tr>
              );
            }
            return (
              <tr
                key={item.key}
                className="table-row"
                aria-rowindex={item.index + 2}
                data-row={rowId(line.row)}
                aria-busy={props.isBusy?.(line.row) ?? false}
                style={{ ...grid, ...place }}
              >
                {columns.map((column) => (
                  <td key={column.id} className={`table-cell ${column.align ?? ''}`}>
                    {column.cell(line.row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface HeaderCellProps<T> {
  readonly column: Column<T>;
  readonly sorted: { readonly desc: boolean } | undefined;
  readonly onSort: () => void;
}

function HeaderCell<T>({ column, sorted, onSort }: HeaderCellProps<T>) {
  const order = sorted === undefined ? 'none' : sorted.desc ? 'descending' : 'ascending';
  const Arrow = sorted?.desc ? ArrowDown : ArrowUp;
  return (
    <th scope="col" className={`table-cell ${column.align ?? ''}`} aria-sort={order}>
      {column.sortBy === undefined ? (
        <span className={column.isTitleHidden ? 'visually-hidden' : 'table-title'}>{column.title}</span>
      ) : (
        <button type="button" className="table-title table-sort" onClick={onSort}>
          {column.title}
          {sorted !== undefined && <Arrow size={11} aria-hidden />}
        </button>
      )}
    </th>
  );
}

function keyOf<T>(line: Line<T> | undefined, rowId: (row: T) => string): string {
  if (line === undefined) return '';
  return line.kind === 'group' ? `group ${line.name}` : `row ${rowId(line.row)}`;
}
