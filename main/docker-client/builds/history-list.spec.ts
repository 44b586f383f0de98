import { expect, test } from 'vitest';
import type { HistoryEvent } from './control-messages.ts';
import { listBuilds } from './history-list.ts';

const event = (more: Partial<HistoryEvent>): HistoryEvent => ({
  ...{
    kind: 'complete',
    ref: 'ebb',
    createdAt: 1_000.25,
    completedAt: 2_000.75,
    attributes: {},
    error: null,
  },
  ...{ steps: { all: 7, ended: 6, cached: 1 }, ...more },
});

test('tells builds by what became of them', async () => {
  const builds = await listBuilds(
    [
      event({ kind: 'started', completedAt: null }),
      event({}),
      event({ error: 1 }),
      event({ error: 2 }),
      event({ ref: '../../etc/passwd' }),
    ],
    async () => '',
  );
  expect(builds.map(({ state }) => state.kind)).toEqual(['running', 'done', 'cancelled', 'failed']);
  expect(builds[0]?.endedAt).toBeNull();
  expect(builds[1]).toEqual({
    ...{
      id: 'default/default/ebb',
      ref: 'default/default/ebb',
      name: 'ebb',
      isOurs: false,
      description: null,
      kept: null,
    },
    ...{ startedAt: 1_000, endedAt: 2_000, steps: { all: 7, ended: 6, cached: 1 } },
    state: { kind: 'done', image: null },
  });
});

test('calls them as they are called', async () => {
  const builds = await listBuilds([event({ attributes: { target: 'quay' } })], async ({ attributes }) =>
    String(attributes.target),
  );
  expect(builds[0]?.name).toBe('quay');
});
