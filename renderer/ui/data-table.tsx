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
import type { Column } from './column.ts';
import { fitColumns } from './fit-columns.ts';
import { groupRows, type Line } from './group-rows.ts';
import { RowCheckbox } from './row-checkbox.tsx';
import { pressAll, pressRow, type Selection } from './selection.ts';
import { cellClass, placeOf, TableRow } from './table-row.tsx';
import { uncoverFocus } from './uncover-focus.ts';
import { useStable } from './use-stable.ts';
import { useWidth } from './use-width.ts';

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
const noGroup = () => null;
const every = () => true;

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: {
    natural: (a, b, column) => naturalOrder(a.getValue(column), b.getValue(column)),
  },
});

/** A sortable table of any length: only the lines on the screen are in the page. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { columns: all, rows, rowId, groupOf = noGroup, closedGroups = noGroups } = props;
  const [sorting, setSorting] = useState<SortingState>([
    { id: props.initialSort.column, desc: props.initialSort.descending },
  ]);
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, T>();
    return helper.columns(
      all.map(({ id, sortBy }) =>
        helper.accessor((row: T) => sortBy?.(row) ?? '', {
          id,
          sortFn: 'natural',
          enableSorting: sortBy !== undefined,
        }),
      ),
    );
  }, [all]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows as T[],
    getRowId: rowId,
    state: { sorting },
    onSortingChange: setSorting,
    enableSortingRemoval: false,
  });
  const { rows: sorted } = table.getRowModel();
  const lines = useMemo(
    () =>
      groupRows(
        sorted.map(({ original }) => original),
        groupOf,
        closedGroups,
      ),
    [sorted, groupOf, closedGroups],
  );

  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(lines[index], rowId),
    overscan: 6,
  });
  const { selection, isChoosable = every } = props;
  const ids = useMemo(() => rows.map(rowId), [rows, rowId]);
  const lastPressed = useRef<string | null>(null);
  const press = useStable((id: string, withShift: boolean) => {
    const order = lines.flatMap((line) =>
      line.kind === 'row' && isChoosable(line.row) ? [rowId(line.row)] : [],
    );
    selection?.choose(pressRow(order, selection.chosen, id, withShift ? lastPressed.current : null));
    lastPressed.current = id;
  });
  const hasBoxes = selection !== undefined;
  const { columns, neededWidth } = useMemo(() => fitColumns(all, width, hasBoxes), [all, width, hasBoxes]);
  const template = [...(hasBoxes ? ['15px'] : []), ...columns.map((column) => column.width)].join(' ');
  const columnCount = columns.length + (hasBoxes ? 1 : 0);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only brings into sight what has got the focus
    <div className="table" ref={scroller} data-scrolls={neededWidth > width} onFocus={uncoverFocus}>
      {/* Laid out by grid and not as a table, so that only the lines on the screen need to be there. */}
      <table
        aria-label={props.label}
        aria-rowcount={lines.length + 1}
        aria-colcount={columnCount}
        style={{ minWidth: neededWidth }}
      >
        <thead className="table-head">
          <tr className="table-row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
            {selection !== undefined && (
              <th scope="col" className="table-cell table-choice">
                <RowCheckbox
                  label={`Choose all: ${props.label}`}
                  {...chosenOf(ids, selection)}
                  onPress={() => selection.choose(pressAll(ids, selection.chosen))}
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
            if (line.kind === 'group') {
              return (
                <tr
                  key={item.key}
                  className="table-group"
                  aria-rowindex={item.index + 2}
                  style={placeOf(item)}
                >
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
            const id = rowId(line.row);
            return (
              <TableRow
                key={item.key}
                id={id}
                row={line.row}
                columns={columns}
                template={template}
                index={item.index}
                start={item.start}
                size={item.size}
                isBusy={props.isBusy?.(line.row) ?? false}
                isChosen={selection?.chosen.has(id)}
                nameToChoose={isChoosable(line.row) ? (props.rowName?.(line.row) ?? id) : undefined}
                onPress={press}
              />
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
    <th scope="col" className={cellClass(column)} aria-sort={order}>
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
