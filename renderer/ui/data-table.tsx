import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { naturalOrder } from '../text/natural-order.ts';
import { visibleText } from '../text/visible-text.ts';
import { groupRows, type Line } from './group-rows.ts';
import { RowCheckbox } from './row-checkbox.tsx';
import { pressAll, pressRow, type Selection } from './selection.ts';

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
  /** Lets rows be chosen. */
  readonly selection?: Selection;
  /** Whether a row can be chosen, with `selection`; every row unless said otherwise. */
  readonly isChoosable?: (row: T) => boolean;
  /** What a row is called, for who does not see; with `selection`. Untrusted. */
  readonly rowName?: (row: T) => string;
}

const rowHeight = 34;
const noGroups: ReadonlySet<string | null> = new Set();

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: {
    natural: (a, b, column) => naturalOrder(a.getValue(column), b.getValue(column)),
  },
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
          sortFn: 'natural',
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
  const { selection } = props;
  const lastPressed = useRef<string | null>(null);
  const { isChoosable = () => true } = props;
  const order = lines.flatMap((line) =>
    line.kind === 'row' && isChoosable(line.row) ? [rowId(line.row)] : [],
  );
  const press = (id: string, withShift: boolean) => {
    selection?.choose(pressRow(order, selection.chosen, id, withShift ? lastPressed.current : null));
    lastPressed.current = id;
  };
  const widths = columns.map(({ width }) => width);
  const grid = { gridTemplateColumns: [...(selection === undefined ? [] : ['15px']), ...widths].join(' ') };
  const columnCount = widths.length + (selection === undefined ? 0 : 1);

  return (
    <div className="table" ref={scroller}>
      {/* Laid out by grid and not as a table, so that only the lines on the screen need to be there. */}
      <table aria-label={props.label} aria-rowcount={lines.length + 1} aria-colcount={columnCount}>
        <thead className="table-head">
          <tr className="table-row" aria-rowindex={1} style={grid}>
            {selection !== undefined && (
              <th scope="col" className="table-cell">
                <RowCheckbox
                  label={`Choose all: ${props.label}`}
                  {...chosenOf(rows.map(rowId), selection)}
                  onPress={() => selection.choose(pressAll(rows.map(rowId), selection.chosen))}
                />
              </th>
            )}
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
                  <td colSpan={columnCount} className="table-group-cell">
                    {selection !== undefined && (
                      <span className="table-group-box">
                        <RowCheckbox
                          label={`Choose all: ${line.name === null ? 'without a group' : visibleText(line.name)}`}
                          {...chosenOf(line.rows.map(rowId), selection)}
                          onPress={() => selection.choose(pressAll(line.rows.map(rowId), selection.chosen))}
                        />
                      </span>
                    )}
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
                data-chosen={selection?.chosen.has(rowId(line.row))}
                style={{ ...grid, ...place }}
              >
                {selection !== undefined && (
                  <td className="table-cell">
                    {isChoosable(line.row) && (
                      <RowCheckbox
                        label={`Choose ${visibleText(props.rowName?.(line.row) ?? rowId(line.row))}`}
                        isChecked={selection.chosen.has(rowId(line.row))}
                        onPress={(withShift) => press(rowId(line.row), withShift)}
                      />
                    )}
                  </td>
                )}
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

/** How the box of several rows stands. */
function chosenOf(ids: readonly string[], { chosen }: Selection) {
  const count = ids.filter((id) => chosen.has(id)).length;
  return { isChecked: ids.length > 0 && count === ids.length, isMixed: count > 0 && count < ids.length };
}

function keyOf<T>(line: Line<T> | undefined, rowId: (row: T) => string): string {
  if (line === undefined) return '';
  return line.kind === 'group' ? `group ${line.name}` : `row ${rowId(line.row)}`;
}
