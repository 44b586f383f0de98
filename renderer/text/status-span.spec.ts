import { expect, it } from 'vitest';
import { formatSpan, readStatus } from './status-span.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

it.each([
  ['Up Less than a second', 'up', null, 0, second],
  ['Up 32 seconds (healthy)', 'up', null, 32 * second, 33 * second],
  ['Up About a minute (Paused)', 'up', null, minute, 2 * minute],
  ['Up About an hour', 'up', null, hour, 1.5 * hour],
  ['Up 3 hours', 'up', null, 2.5 * hour, 3.5 * hour],
  ['Exited (137) 12 minutes ago', 'exited', 137, 12 * minute, 13 * minute],
  ['Exited (0) 2 days ago', 'exited', 0, 47.5 * hour, 71.5 * hour],
  ['Restarting (1) 5 seconds ago', 'restarting', 1, 5 * second, 6 * second],
])('reads “%s”', (status, kind, exitCode, least, most) => {
  expect(readStatus(status)).toEqual({ kind, exitCode, least, most });
});

it.each(['Created', 'Dead', '', 'Removal In Progress', 'Up for ever'])('finds no time in “%s”', (status) => {
  expect(readStatus(status)).toBeNull();
});

it.each([
  [400, 'less than a second'],
  [1_900, '1 second'],
  [59_900, '59 seconds'],
  [66_000, 'a minute'],
  [2 * minute, '2 minutes'],
  [80 * minute, 'an hour'],
  [91 * minute, '2 hours'],
  [47 * hour, '47 hours'],
  [48 * hour, '2 days'],
  [14 * 24 * hour, '2 weeks'],
  [60 * 24 * hour, '2 months'],
  [800 * 24 * hour, '2 years'],
])('says %i ms as “%s”', (span, words) => {
  expect(formatSpan(span)).toBe(words);
});

it('says what it has read in the same words', () => {
  for (const words of ['5 seconds', '59 minutes', '47 hours', '13 days', '7 weeks', '23 months', '2 years']) {
    const span = readStatus(`Up ${words}`);
    expect(span && formatSpan(span.least)).toBe(words);
    expect(span && formatSpan(span.most - 1)).toBe(words);
  }
});
