import { expect, it } from 'vitest';
import { shortReference, splitName } from './images.ts';

it.each([
  ['web', 'web', 'latest'],
  ['web:1', 'web', '1'],
  ['registry:5000/shop/web', 'registry:5000/shop/web', 'latest'],
  ['registry:5000/shop/web:2', 'registry:5000/shop/web', '2'],
])('splits %s', (name, repository, tag) => {
  expect(splitName(name)).toEqual({ repository, tag });
});

it('cuts an id and no name', () => {
  expect(shortReference(`sha256:${'0123456789ab'.repeat(5)}0123`)).toBe('0123456789ab');
  expect(shortReference('sha256/web:1')).toBe('sha256/web:1');
});
