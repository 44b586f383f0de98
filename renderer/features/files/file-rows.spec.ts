import { expect, it } from 'vitest';
import type { FileEntry } from '../../../main/contract/engine/file-trees.ts';
import { fileRows, filterFiles, sortKey } from './file-rows.ts';

const entry = (name: string, kind: FileEntry['kind'] = 'file'): FileEntry => ({
  ...{ name, kind, size: 1, mode: 0o644, uid: 0, gid: 0, user: '', group: '' },
  ...{ modifiedAt: 1, target: null, mount: null },
});

const changes = new Map([
  ['/etc', 'changed'],
  ['/etc/new', 'added'],
  ['/etc/gone', 'removed'],
  ['/etc/deep/gone', 'removed'],
  ['/www', 'removed'],
] as const);

it('marks what has changed, and shows what was removed in its folder alone', () => {
  const rows = fileRows('/etc', [entry('new'), entry('old')], changes);
  expect(rows.map(({ name, change, path }) => [name, change, path])).toEqual([
    ['new', 'added', '/etc/new'],
    ['old', null, '/etc/old'],
    ['gone', 'removed', '/etc/gone'],
  ]);
  expect(fileRows('/', [entry('etc', 'folder')], changes).map(({ name, change }) => [name, change])).toEqual([
    ['etc', 'changed'],
    ['www', 'removed'],
  ]);
});

it('shows what is there again although it was removed', () => {
  const rows = fileRows('/', [entry('www')], changes);
  expect(rows.map(({ name, change }) => [name, change])).toEqual([['www', null]]);
});

it('finds files by words, and those that have changed', () => {
  const rows = fileRows('/etc', [entry('new'), entry('Old.conf'), entry('changed')], changes);
  expect(filterFiles(rows, 'conf OLD').map(({ name }) => name)).toEqual(['Old.conf']);
  expect(filterFiles(rows, 'changed').map(({ name }) => name)).toEqual(['new', 'changed', 'gone']);
  expect(filterFiles(rows, ' ')).toBe(rows);
});

it('sorts folders first', () => {
  const entries = [entry('b'), entry('A'), entry('z', 'folder')];
  const sorted = entries.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  expect(sorted.map(({ name }) => name)).toEqual(['z', 'A', 'b']);
});
