import { expect, test } from 'vitest';
import { registryInName } from './image-name.ts';

test.each([
  ['nginx', null],
  ['nginx:1.29', null],
  ['shop/web:2', null],
  ['docker.io/library/nginx', null],
  ['localhost/web', 'localhost'],
  ['127.0.0.1:5000/web:2', '127.0.0.1:5000'],
  ['registry.example.org/shop/web@sha256:abc', 'registry.example.org'],
  // Without a slash it is a name and its tag.
  ['example.org:5000', null],
  ['', null],
])('%s is of %s', (name, registry) => {
  expect(registryInName(name)).toBe(registry);
});
