import { expect, it } from 'vitest';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { filterImages, imageRows } from './image-rows.ts';

const image = (id: string, ...tags: string[]) => ({ id, tags, size: 1, createdAt: 0 });

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
