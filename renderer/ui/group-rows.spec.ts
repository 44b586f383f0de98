import { expect, it } from 'vitest';
import { groupRows } from './group-rows.ts';

const row = (name: string, group: string | null = null) => ({ name, group });
const shape = (rows: readonly ReturnType<typeof row>[], closed: ReadonlySet<string | null> = new Set()) =>
  groupRows(rows, ({ group }) => group, closed).map((line) =>
    line.kind === 'row' ? line.row.name : `[${line.name}: ${line.rows.length}]`,
  );

it('has no headings when nothing is grouped', () => {
  expect(shape([row('b'), row('a')])).toEqual(['b', 'a']);
  expect(shape([])).toEqual([]);
});

it('orders groups by name, the rest last, and keeps the order within', () => {
  const rows = [row('z'), row('web', 'shop'), row('db', 'shop'), row('one', 'blog'), row('y')];
  expect(shape(rows)).toEqual(['[blog: 1]', 'one', '[shop: 2]', 'web', 'db', '[null: 2]', 'z', 'y']);
});

it('leaves out the rows of a closed group, not its heading', () => {
  const rows = [row('web', 'shop'), row('z')];
  expect(shape(rows, new Set(['shop']))).toEqual(['[shop: 1]', '[null: 1]', 'z']);
  expect(shape(rows, new Set([null]))).toEqual(['[shop: 1]', 'web', '[null: 1]']);
});

it('takes a group named like a property of objects for a name', () => {
  expect(shape([row('a', '__proto__'), row('b', 'constructor')])).toEqual([
    '[__proto__: 1]',
    'a',
    '[constructor: 1]',
    'b',
  ]);
});
