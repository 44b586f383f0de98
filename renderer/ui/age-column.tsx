import { formatAge, formatTime } from '../../main/contract/format.ts';
import type { Column } from './column.ts';

/** A column that says how long ago something was, sortable; `at` and `now` in milliseconds since 1970. */
export function ageColumn<T>(id: string, title: string, at: (row: T) => number, now: number): Column<T> {
  return {
    id,
    title,
    // Room for the widest, such as "26 minutes ago".
    width: '112px',
    sortBy: at,
    cell: (row) => (
      <span className="quiet one-line" title={formatTime(at(row))}>
        {formatAge(at(row), now)}
      </span>
    ),
  };
}

/** The column that says how long ago a thing was made. */
export function createdColumn<T extends { readonly createdAt: number }>(now: number): Column<T> {
  return ageColumn('created', 'Created', ({ createdAt }) => createdAt, now);
}
