import { expect, it } from 'vitest';
import type { EngineEvent } from '../../main/contract/engine/system.ts';
import { filterEvents } from './events-store.ts';

const event = (serial: number, type: string, action: string, name: string): EngineEvent => ({
  serial,
  at: serial,
  type,
  action,
  id: `id-${serial}`,
  name,
  attributes: { name, image: 'nginx:1' },
});

const events = [
  event(0, 'container', 'start', 'web'),
  event(1, 'network', 'connect', 'shop'),
  event(2, 'container', 'die', 'db'),
];
const found = (more: Partial<Parameters<typeof filterEvents>[1]>) =>
  filterEvents(events, { pausedAt: null, type: '', filter: '', ...more }).map(({ serial }) => serial);

it('shows what is asked for', () => {
  expect(found({})).toEqual([0, 1, 2]);
  expect(found({ type: 'container' })).toEqual([0, 2]);
  expect(found({ filter: 'WEB start' })).toEqual([0]);
  expect(found({ filter: 'image=nginx die' })).toEqual([2]);
  expect(found({ filter: 'id-1' })).toEqual([1]);
});

it('shows nothing newer while it is paused', () => {
  expect(found({ pausedAt: 1 })).toEqual([0, 1]);
  expect(found({ pausedAt: -1 })).toEqual([]);
});
