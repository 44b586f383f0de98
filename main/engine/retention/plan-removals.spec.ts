import { expect, test } from 'vitest';
import type { RetentionRules } from '../../contract/engine/retention.ts';
import { type Candidate, planRemovals } from './plan-removals.ts';

const day = 24 * 3_600_000;
const now = 1_000 * day;
const none: RetentionRules = { olderThanDays: null, unusedForDays: null, mostBytes: null };

const base = { id: 'base', bytes: 50 };

const image = (id: string, cameDaysAgo: number, more: Partial<Candidate> = {}): Candidate => ({
  ...{ id, tags: [`${id}:1`], cameAt: now - cameDaysAgo * day, isKept: false },
  // A layer of its own, and one that all have.
  layers: [base, { id: `${id}-own`, bytes: 100 }],
  ...more,
});

const images = [
  image('new', 1),
  image('month', 31),
  image('year', 365),
  image('kept', 500, { isKept: true }),
];
const plan = (
  rules: Partial<RetentionRules>,
  usedDaysAgo: Readonly<Record<string, number>> = {},
  watchedDaysAgo = 900,
) => {
  const usedAt = new Map(Object.entries(usedDaysAgo).map(([id, days]) => [id, now - days * day]));
  const use = { watchedSince: now - watchedDaysAgo * day, usedAt };
  return planRemovals(images, { ...none, ...rules }, use, now);
};

const going = (planned: ReturnType<typeof plan>) => planned.remove.map(({ id, reason }) => `${id} ${reason}`);

test('without a rule nothing goes', () => {
  expect(plan({})).toMatchObject({ remove: [], freesBytes: 0, bytes: 450, count: 4, kept: 1 });
});

test('by age: what came so long ago, however much it is used; never what a container has', () => {
  const planned = plan({ olderThanDays: 30 }, { year: 0 });
  expect(going(planned)).toEqual(['month age', 'year age']);
  expect(planned.freesBytes).toBe(200);
});

test('by use: what was not used for so long, or came and was never used', () => {
  expect(going(plan({ unusedForDays: 30 }, { year: 2 }))).toEqual(['month use']);
  expect(going(plan({ unusedForDays: 30 }, { year: 40 }))).toEqual(['year use', 'month use']);
});

test('nothing counts as unused for longer than it is known', () => {
  expect(going(plan({ unusedForDays: 30 }, {}, 29))).toEqual([]);
  expect(going(plan({ unusedForDays: 30 }, {}, 30))).toEqual(['year use', 'month use']);
});

test('by size: the least recently used first, until the rest fits', () => {
  expect(going(plan({ mostBytes: 350 }, { year: 2 }))).toEqual(['month size']);
  expect(going(plan({ mostBytes: 250 }, { year: 2 }))).toEqual(['month size', 'year size']);
  expect(going(plan({ mostBytes: 450 }))).toEqual([]);
});

test('by size, after what other rules take', () => {
  expect(going(plan({ mostBytes: 250, olderThanDays: 300 }, { month: 1, new: 0 }))).toEqual([
    'year age',
    'month size',
  ]);
});

test('what a size cannot be reached without stays all the same', () => {
  const planned = plan({ mostBytes: 0 });
  expect(planned.remove).toHaveLength(3);
  expect(planned.bytes - planned.freesBytes).toBe(150);
});

test('no days at all is a rule too', () => {
  expect(going(plan({ olderThanDays: 0 }))).toHaveLength(3);
});

test('a layer that several have goes with the last of them', () => {
  const shared = { id: 'shared', bytes: 1_000 };
  const small = [1, 2, 3].map((number) =>
    image(`small-${number}`, 40 + number, { layers: [shared, { id: `s${number}`, bytes: 1 }] }),
  );
  const large = image('large', 1, { layers: [{ id: 'l', bytes: 600 }] });
  const use = { watchedSince: 0, usedAt: new Map<string, number>() };
  const planned = planRemovals([...small, large], { ...none, mostBytes: 1_000 }, use, now);
  // With the last of the three the layer goes, and the large one fits.
  expect(planned.remove.map(({ id, bytes }) => [id, bytes])).toEqual([
    ['small-3', 1],
    ['small-2', 1],
    ['small-1', 1_001],
  ]);
  expect(planned).toMatchObject({ bytes: 1_603, freesBytes: 1_003 });
});
