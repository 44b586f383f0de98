import { expect, it, test } from 'vitest';
import { findImage, fullReference } from './image-reference.ts';

test.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  [' nginx:1.29 ', 'docker.io/library/nginx:1.29'],
  ['shop/api', 'docker.io/shop/api:latest'],
  ['docker.io/nginx', 'docker.io/library/nginx:latest'],
  ['index.docker.io/shop/api:2', 'docker.io/shop/api:2'],
  ['localhost/a', 'localhost/a:latest'],
  ['registry:5000/a/b', 'registry:5000/a/b:latest'],
  ['registry.example.org/a:1@sha256:abc', 'registry.example.org/a@sha256:abc'],
  ['sha256:0123456789ab', 'sha256:0123456789ab'],
])('%s is %s in full', (name, full) => {
  expect(fullReference(name)).toBe(full);
});

it('finds an image by whatever it is called', () => {
  const image = {
    id: `sha256:0123456789ab${'c'.repeat(52)}`,
    tags: ['nginx:1.29', 'localhost/own:latest'],
    digests: ['nginx@sha256:abc'],
  };
  for (const name of [
    'docker.io/library/nginx:1.29',
    'localhost/own',
    'nginx@sha256:abc',
    image.id,
    '0123456789ab',
  ])
    expect(findImage([image], name)).toBe(image);
  for (const name of ['nginx', 'own', '', '0123', 'nginx@sha256:abd'])
    expect(findImage([image], name)).toBeUndefined();
});
