import { expect, it } from 'vitest';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { filterImages, imageRows } from './image-rows.ts';

const image = (id: string, ...tags: string[]) => ({ id, tags, digests: [], size: 1, createdAt: 0 });

it('has one line per name, and one for an image without', () => {
  const rows = imageRows([image('sha256:a', 'web:1', 'registry:5000/shop/web'), image('sha256:b')], []);
  expect(rows).toMatchObject([
    { repository: 'web', tag: '1', reference: 'web:1' },
    { repository: 'registry:5000/shop/web', tag: null },
    { repository: null, tag: null, reference: 'sha256:b' },
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
});

it('names the containers that were made from it', () => {
  const container = (name: string, imageId: string) => ({ name, imageId }) as Container;
  const [row] = imageRows(
    [image('sha256:a', 'web:1')],
    [container('one', 'sha256:a'), container('two', 'sha256:b')],
  );
  expect(row?.usedBy).toEqual(['one']);
});

it('finds by name, tag and id', () => {
  const rows = imageRows([image('sha256:abc', 'web:1'), image('sha256:def', 'db:17')], []);
  const found = (filter: string) => filterImages(rows, filter).map(({ reference }) => reference);
  expect([found(''), found('WEB'), found('17 db'), found('abc'), found('x')]).toEqual([
    ['web:1', 'db:17'],
    ['web:1'],
    ['db:17'],
    ['web:1'],
    [],
  ]);
});

it('tells whose an image without a tag was', () => {
  const [row] = imageRows([{ ...image('sha256:a'), digests: ['shop/web@sha256:b'] }], []);
  expect(row).toMatchObject({ repository: 'shop/web', tag: null, reference: 'sha256:a' });
});

it('finds by use and by want of a name', () => {
  const rows = imageRows(
    [image('sha256:a', 'web:1'), image('sha256:b', 'db:1'), image('sha256:c')],
    [{ name: 'one', imageId: 'sha256:a' } as Container],
  );
  const found = (kind: Parameters<typeof filterImages>[2]) =>
    filterImages(rows, '', kind).map(({ id }) => id);
  expect(found('all')).toHaveLength(3);
  expect(found('used')).toEqual(['sha256:a']);
  expect(found('unused')).toEqual(['sha256:b', 'sha256:c']);
  expect(found('unnamed')).toEqual(['sha256:c']);
});
