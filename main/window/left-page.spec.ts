import { expect, it } from 'vitest';
import { createLeftPage } from './left-page.ts';

it('hears a page until it is left, and then the one that is loaded in its place', () => {
  const page = createLeftPage();
  expect(page.hears(1)).toBe(true);
  page.leave();
  expect([page.hears(1), page.hears(2), page.hears(1), page.hears(2)]).toEqual([false, true, false, true]);
  page.leave();
  expect([page.hears(2), page.hears(3)]).toEqual([false, true]);
});

it('hears one that is left before it has asked', () => {
  const page = createLeftPage();
  page.leave();
  expect(page.hears(1)).toBe(true);
});
