import { expect, it, vi } from 'vitest';
import type { Swarm } from '../../../main/contract/engine/swarm-lists.ts';
import { emptyLists, nodeOf, serviceOf } from '../swarm/fakes/swarm-lists.ts';
import { swarmEntries } from './swarm-entries.ts';

vi.mock('../../bridge.ts', () => ({ call: vi.fn(), listen: vi.fn() }));

const titles = (swarm: Swarm | undefined) => swarmEntries(swarm, true).map(({ title }) => title);

it('offers what can be done as the engine stands to a Swarm', () => {
  expect(titles(undefined)).toEqual([]);
  expect(titles({ kind: 'none' })).toEqual([
    'Create a Swarm…',
    'Join a Swarm…',
    'Add a node on this computer…',
  ]);
  expect(swarmEntries({ kind: 'none' }, false).map(({ title }) => title)).not.toContain(
    'Add a node on this computer…',
  );
  expect(titles({ kind: 'worker', managers: [] })).toEqual(['Swarm: Leave the Swarm…']);
});

it('finds services and nodes, and leaves out what cannot be done to them', () => {
  const found = titles({
    kind: 'manager',
    ...emptyLists,
    services: [serviceOf('web', { mode: { kind: 'global' } })],
    nodes: [
      nodeOf('native', { isOwn: true }),
      nodeOf('second', { role: 'manager' }),
      nodeOf('third', { role: 'worker' }),
    ],
  });
  expect(found).toContain('Add a node on this computer…');
  expect(found).toContain('web');
  expect(found).toContain('web: Update…');
  expect(found).not.toContain('web: Scale…');
  expect(found).not.toContain('web: Roll back');
  expect(found).toContain('native: Drain: move its tasks away');
  expect(found.filter((title) => title.endsWith('Remove…'))).toEqual(['web: Remove…', 'third: Remove…']);
});
