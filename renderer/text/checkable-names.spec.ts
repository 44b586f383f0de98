import { expect, test } from 'vitest';
import { checkableNames } from './checkable-names.ts';

test('takes the names that came from a registry, and no others', () => {
  const image = {
    tags: ['nginx:1.29', 'nginx:latest', 'shop/nginx:1', '127.0.0.1:5000/nginx:1'],
    digests: ['nginx@sha256:a', '127.0.0.1:5000/nginx@sha256:b'],
  };
  expect(checkableNames(image)).toEqual(['nginx:1.29', 'nginx:latest', '127.0.0.1:5000/nginx:1']);
  expect(checkableNames({ tags: ['slipway/busybox:latest'], digests: [] })).toEqual([]);
});
