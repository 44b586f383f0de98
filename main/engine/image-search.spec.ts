import { expect, test } from 'vitest';
import { describeFound } from './image-search.ts';

test('reads what the engine answers', () => {
  expect(
    describeFound([
      {
        ...{ name: 'nginx', description: 'Official build of Nginx.', is_official: true },
        ...{ is_automated: false, star_count: 20_990 },
      },
      { name: 'shop/nginx' },
    ]),
  ).toEqual([
    { name: 'nginx', description: 'Official build of Nginx.', isOfficial: true, stars: 20_990 },
    { name: 'shop/nginx', description: '', isOfficial: false, stars: 0 },
  ]);
});
