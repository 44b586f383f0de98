import { expect, test } from 'vitest';
import type { BuildDescription, BuildStep } from '../../main/contract/builds.ts';
import { compareDescriptions, compareSteps } from './compare-builds.ts';

const step = (name: string, tookMs: number, state: BuildStep['state'] = 'done'): BuildStep => ({
  ...{ id: name, name, state, startedAt: 1_000, endedAt: 1_000 + tookMs },
  ...{ bytes: null, of: null, note: '', failure: '' },
});

test('puts the steps of two builds side by side, whatever their numbers', () => {
  const first = [
    step('[build 1/3] FROM a', 10),
    step('[build 2/3] RUN old', 20),
    step('[build 3/3] RUN make', 900),
  ];
  const second = [
    step('[build 1/4] FROM a', 5, 'cached'),
    step('[build 2/4] COPY b', 30),
    step('[build 3/4] RUN make', 400),
    step('[build 4/4] RUN make', 100),
  ];
  const rows = compareSteps(first, second);
  expect(
    rows.map(({ name, first: a, second: b, difference }) => [name, a !== null, b !== null, difference]),
  ).toEqual([
    ['[build] FROM a', true, true, -10],
    ['[build] RUN old', true, false, null],
    ['[build] COPY b', false, true, null],
    ['[build] RUN make', true, true, -500],
    ['[build] RUN make', false, true, null],
  ]);
  expect(compareSteps([], second).every(({ first: a }) => a === null)).toBe(true);
  expect(compareSteps(first, []).map(({ name }) => name)).toEqual([
    '[build] FROM a',
    '[build] RUN old',
    '[build] RUN make',
  ]);
  expect(compareSteps([step('RUN a', 10, 'failed')], [step('RUN a', 90)])[0]?.difference).toBeNull();
  expect(compareSteps([step('[2/3] COPY a', 1)], [step('[3/4] COPY a', 1)])).toHaveLength(1);
});

test('names what two builds were made with otherwise', () => {
  const description: BuildDescription = {
    ...{ folder: '/quay', dockerfile: '/quay/Dockerfile', target: '', platform: '', tags: ['a:1'] },
    ...{ arguments: [{ name: 'WORD', value: 'ebb' }], isWithoutCache: false, isPulling: false, secrets: [] },
  };
  expect(compareDescriptions(description, description)).toEqual([]);
  expect(
    compareDescriptions(description, {
      ...description,
      ...{ tags: ['a:2'], isWithoutCache: true, arguments: [{ name: 'TIDE', value: 'low' }] },
    }),
  ).toEqual([
    { name: 'Names', first: 'a:1', second: 'a:2' },
    { name: 'Cache', first: 'used', second: 'not used' },
    { name: 'Argument WORD', first: 'ebb', second: '' },
    { name: 'Argument TIDE', first: '', second: 'low' },
  ]);
});
