import { expect, test } from 'vitest';
import type { RetentionRules } from '../../contract/engine/retention.ts';
import { type Candidate, planRemovals } from './plan-removals.ts';

const day = 24 * 3_600_000;
const now = 1_000 * day;
const none: RetentionRules = { olderThanDays: null, unusedForDays: null, mostBytes: null };

const image = (id: string, cameDaysAgo: number, more: Partial<Candidate> = {}): Candidate => ({
  ...{ id, tags: [`${id}:1`], bytes: 100, cameAt: now - cameDaysAgo * day, isKept: false },
  ...more,
});

const images = [
  image('new', 1),
  image('month', 31),
  image('year', 365),
  image('kept', 500, { isKept: true }),
];
const bytes = 450;

const plan = (
  rules: Partial<RetentionRules>,
  usedDaysAgo: Readonly<Record<string, number>> = {},
  watchedDaysAgo = 900,
) => {
  const usedAt = new Map(Object.entries(usedDaysAgo).map(([id, days]) => [id, now - days * day]));
  const use = { watchedSince: now - watchedDaysAgo * day, usedAt };
  return planRemovals(images, bytes, { ...none, ...rules }, use, now);
};

const going = (planned: ReturnType<typeof plan>) => planned.remove.map(({ id, reason }) => `${id} ${reason}`);

test('without a rule nothing goes', () => {
  expect(plan({})).toMatchObject({ remove: [], freesBytes: 0, bytes, count: 4, kept: 1 });
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
