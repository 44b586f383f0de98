import { expect, it } from 'vitest';
import { readBuildCache } from './build-cache.ts';

it('reads what the engine keeps of builds, and nothing where it keeps nothing', () => {
  const told = {
    ...{ ID: 'p5u7', Parents: ['aa'], Type: 'regular', Description: 'mount / from exec /bin/sh -c make' },
    ...{ InUse: false, Shared: true, Size: 4096, UsageCount: 2 },
    ...{ CreatedAt: '2026-11-26T10:00:00.5Z', LastUsedAt: '2026-11-26T11:00:00Z' },
  };
  const [first, second] = readBuildCache({
    BuildCache: [told, { ...told, Description: undefined, LastUsedAt: null, Size: -1 }],
  });
  expect(first).toEqual({
    ...{ id: 'p5u7', kind: 'regular', description: 'mount / from exec /bin/sh -c make', bytes: 4096 },
    ...{ isInUse: false, isShared: true, uses: 2 },
    ...{ createdAt: Date.UTC(2026, 10, 26, 10, 0, 0, 500), lastUsedAt: Date.UTC(2026, 10, 26, 11) },
  });
  expect(second).toMatchObject({ description: '', lastUsedAt: null, bytes: 0 });
  expect(readBuildCache({ BuildCache: null })).toEqual([]);
});
