import { expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

const commands = ['start', 'stop', 'restart', 'status', 'logs', 'shell', 'docker', 'settings'];

it.each([
  ['stat', 'start'],
  ['strat', 'start'],
  ['sotp', 'stop'],
  ['statsu', 'status'],
  ['log', 'logs'],
  ['dokcer', 'docker'],
  ['setings', 'settings'],
  ['LOGS', 'logs'],
])('%s was meant to be %s', (mistyped, meant) => {
  expect(nearestName(mistyped, commands)).toBe(meant);
});

it.each(['bogus', 'ps', 'rm', 'run', 'images', 'x', '', 'remove'])('%j is like none of them', (name) => {
  expect(nearestName(name, commands)).toBeUndefined();
});
