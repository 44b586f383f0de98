import { memo } from 'react';
import { visibleText } from '../text/visible-text.ts';
import type { Column } from './column.ts';
import { RowCheckbox } from './row-checkbox.tsx';
import { openRowMenu } from './row-menu.ts';

/** Where a line of a table is, in pixels. */
interface Place {
  readonly start: number;
  readonly size: number;
}

/** The style that puts a line where it belongs. */
export function placeOf({ start, size }: Place) {
  return { transform: `translateY(${start}px)`, height: size };
}

/** The classes of a cell of a column, in the head too. */
export function cellClass<T>({ align, stays }: Column<T>): string {
  return ['table-cell', align ?? '', stays === undefined ? '' : `stays-${stays}`].filter(Boolean).join(' ');
}

interface TableRowProps<T> extends Place {
  readonly id: string;
  readonly row: T;
  readonly columns: readonly Column<T>[];
  /** The columns' widths, as CSS grid writes them. */
  readonly template: string;
  /** Of the line among all, from 0. */
  readonly index: number;
  readonly isBusy: boolean;
  /** Undefined in a table of which nothing can be chosen. */
  readonly isChosen: boolean | undefined;
  /** What it is called where it is chosen, untrusted; undefined when it cannot be. */
  readonly nameToChoose: string | undefined;
  readonly onPress: (id: string, withShift: boolean) => void;
}

/** A row of a table. Drawn anew only when something about it has changed: scrolling changes no row that stays in sight. */
export const TableRow = memo(PlainRow) as typeof PlainRow;

function PlainRow<T>(props: TableRowProps<T>) {
  const { id, row, columns, isChosen, nameToChoose, onPress } = props;
  return (
    <tr
      className="table-row"
      aria-rowindex={props.index + 2}
      data-row={id}
      aria-busy={props.isBusy}
      data-chosen={isChosen}
      onContextMenu={openRowMenu}
      style={{ gridTemplateColumns: props.template, ...placeOf(props) }}
    >
      {isChosen !== undefined && (
        <td className="table-cell table-choice">
          {nameToChoose !== undefined && (
            <RowCheckbox
              label={`Choose ${visibleText(nameToChoose)}`}
              isChecked={isChosen}
              onPress={(withShift) => onPress(id, withShift)}
            />
          )}
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id} className={cellClass(column)}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}
