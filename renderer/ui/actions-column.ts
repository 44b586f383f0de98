import type { ReactNode } from 'react';
import type { Column } from './column.ts';

/** The column of what can be done to a row, at the end of it; `width` as of any column. */
export function actionsColumn<T>(width: string, cell: (row: T) => ReactNode): Column<T> {
  return {
    ...{ id: 'actions', title: 'Actions', isTitleHidden: true },
    ...{ width, stays: 'end', align: 'end', cell },
  };
}
