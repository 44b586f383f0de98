import { formatAge, formatTime } from '../../main/contract/format.ts';
import type { Column } from './column.ts';

/** The column that says how long ago a thing was made, sortable; `now` in milliseconds since 1970. */
export function createdColumn<T extends { readonly createdAt: number }>(now: number): Column<T> {
  return {
    id: 'created',
    title: 'Created',
    // Room for the widest, such as "26 minutes ago".
    width: '112px',
    sortBy: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => (
      <span className="quiet one-line" title={formatTime(createdAt)}>
        {formatAge(createdAt, now)}
      </span>
    ),
  };
}
