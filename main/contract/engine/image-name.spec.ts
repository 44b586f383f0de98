import { expect, it, test } from 'vitest';
import {
  isImageName,
  registryInName,
  repositoryAndTag,
  shortImageName,
  splitImageName,
} from './image-name.ts';

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

test.each([
  ['web', 'web', null, null],
  ['web:1', 'web', '1', null],
  ['registry:5000/shop/web', 'registry:5000/shop/web', null, null],
  ['registry:5000/shop/web:2', 'registry:5000/shop/web', '2', null],
  ['registry:5000/shop/web@sha256:abc', 'registry:5000/shop/web', null, 'sha256:abc'],
  ['web:1@sha256:abc', 'web', '1', 'sha256:abc'],
  ['', '', null, null],
])('%s is taken apart', (name, repository, tag, digest) => {
  expect(splitImageName(name)).toEqual({ repository, tag, digest });
});

test.each([
  ['web', 'web', 'latest'],
  ['web:1', 'web', '1'],
  ['registry:5000/shop/web', 'registry:5000/shop/web', 'latest'],
  ['web@sha256:abc', 'web', 'sha256:abc'],
  ['web:1@sha256:abc', 'web', 'sha256:abc'],
])('%s is asked of the engine in two', (name, repository, tag) => {
  expect(repositoryAndTag(name)).toEqual({ repository, tag });
});

it('cuts an id and no name', () => {
  expect(shortImageName(`sha256:${'0123456789ab'.repeat(5)}0123`)).toBe('0123456789ab');
  expect(shortImageName('sha256/web:1')).toBe('sha256/web:1');
  expect(shortImageName('registry:5000/web:1')).toBe('registry:5000/web:1');
});

it.each([
  ['nginx', true],
  ['nginx:1.29', true],
  ['library/nginx', true],
  ['127.0.0.1:5000/harbour/busybox:1', true],
  ['Registry.Example.org/shop/web_api:2', true],
  ['[::1]:5000/web', true],
  [`ghcr.io/a/b@sha256:${'ab'.repeat(32)}`, true],
  ['Nginx', false],
  ['nginx:', false],
  ['two words', false],
  ['nginx:1:2', false],
  ['/nginx', false],
  ['https://example.org/web', false],
])('knows whether %s has the form of a name', (name, is) => {
  expect(isImageName(name)).toBe(is);
});
