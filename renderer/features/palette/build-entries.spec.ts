import { expect, it, vi } from 'vitest';
import type { Build } from '../../../main/contract/builds.ts';
import { buildEntries } from './build-entries.ts';

vi.mock('../../bridge.ts', () => ({ call: vi.fn(), listen: vi.fn() }));

const build = (id: string, more: Partial<Build> = {}): Build => ({
  ...{ id, name: 'quay', isOurs: true, ref: null, startedAt: 1, endedAt: 2 },
  ...{ steps: { all: 0, ended: 0, cached: 0 }, state: { kind: 'cancelled' } },
  ...{ description: null, kept: null },
  ...more,
});
const titles = (builds: readonly Build[], isReady = true) =>
  buildEntries(builds, isReady).map(({ title }) => title);

it('has the last build of each name, and what can be done about it', () => {
  expect(titles([build('b'), build('a')])).toEqual([
    ...['quay', 'quay: Build again', 'quay: Edit and build…', 'quay: Remove from the history'],
  ]);
  expect(titles([build('a', { isOurs: false })])).toEqual(['quay', 'quay: Remove from the history']);
});

it('offers nothing that needs an engine without one', () => {
  expect(titles([build('a')], false)).toEqual(['quay']);
  expect(titles([build('a', { state: { kind: 'running' } })], false)).toEqual(['quay', 'quay: Cancel']);
});
