import { expect, test } from 'vitest';
import { compareDigests } from './image-updates.ts';

const old = 'sha256:aaaa';
const next = 'sha256:bbbb';

test.each([
  ['the same', [`nginx@${old}`], old, 'current'],
  ['another', [`nginx@${old}`], next, 'newer'],
  ['one of several', [`nginx@${old}`, `nginx@${next}`], next, 'current'],
  ['nothing that is known', [], old, 'not-from-there'],
  ['what another repository calls so', [`shop/nginx@${next}`], next, 'not-from-there'],
])('a registry that has %s', (_, here, there, kind) => {
  expect(compareDigests('nginx:1.29', here, there)).toEqual({ kind });
});

test('a registry with a port in its name', () => {
  expect(compareDigests('127.0.0.1:5000/web', [`127.0.0.1:5000/web@${old}`], old)).toEqual({
    kind: 'current',
  });
});
