import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineEvent } from '../contract/engine/system.ts';
import { findTroubles, type Trouble } from './troubles.ts';

let now: number;
let find: ReturnType<typeof findTroubles>;
let told: Trouble[];

beforeEach(() => {
  now = 1_767_225_600_000;
  told = [];
  find = findTroubles(
    (trouble) => told.push(trouble),
    () => now,
  );
});

/** An event of a container as the engine tells it. */
function event(action: string, attributes: Record<string, string> = {}, id = 'a1'): EngineEvent {
  const common = { serial: 0, at: now, type: 'container', name: 'web' };
  return { ...common, action, id, attributes: { name: 'web', image: 'nginx', ...attributes } };
}

/** What comes of several, one after the other. */
const comesOf = (...events: readonly EngineEvent[]) => {
  told = [];
  for (const event of events) find(event);
  return told;
};

const died = (exitCode: number, more: Record<string, string> = {}) =>
  event('die', { exitCode: String(exitCode), ...more });

describe('a container that ends', () => {
  it('with an error is told', () => {
    expect(comesOf(event('start'), died(3))).toEqual([
      { id: 'a1', name: 'web', kind: 'failed', exitCode: 3 },
    ]);
  });

  it.each([0, 130, 143])('with code %i is not', (code) => {
    expect(comesOf(event('start'), died(code))).toEqual([]);
  });

  it('is not told when somebody has ended it, however long it took', () => {
    const kill = event('kill', { signal: '15' });
    expect(comesOf(event('start'), kill)).toEqual([]);
    now += 300_000;
    expect(comesOf(died(137))).toEqual([]);
  });

  it('is told when it was started again since', () => {
    expect(comesOf(event('kill', { signal: '1' }), event('start'), died(1))).toHaveLength(1);
  });

  it('is not told to who has it before them', () => {
    expect(comesOf(event('attach'), event('start'), died(1))).toEqual([]);
    expect(comesOf(event('attach'), event('start'), event('detach'), died(1))).toHaveLength(1);
  });

  it('for want of memory is told as that', () => {
    expect(comesOf(event('start'), event('oom'), died(137))).toEqual([
      { id: 'a1', name: 'web', kind: 'out-of-memory' },
    ]);
  });

  it('for want of memory is told as that, also when the engine says so after the end', () => {
    expect(comesOf(event('start'), died(137))).toEqual([]);
    expect(comesOf(event('oom'))).toEqual([{ id: 'a1', name: 'web', kind: 'out-of-memory' }]);
  });

  it('by force is told when no word of memory comes', () => {
    vi.useFakeTimers();
    try {
      comesOf(event('start'), died(137));
      vi.advanceTimersByTime(10_000);
      expect(told).toEqual([{ id: 'a1', name: 'web', kind: 'failed', exitCode: 137 }]);
      expect(comesOf(event('start'), event('oom'), died(137))).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('again and again is told once in ten minutes', () => {
    const rounds = Array.from({ length: 20 }, () => [event('start'), died(1)]).flat();
    expect(comesOf(...rounds)).toHaveLength(1);
    now += 600_000;
    expect(comesOf(...rounds)).toHaveLength(1);
  });
});

it('tells a check that fails', () => {
  expect(comesOf(event('health_status: unhealthy'), event('health_status: healthy'))).toEqual([
    { id: 'a1', name: 'web', kind: 'unhealthy' },
  ]);
});

it('says nothing of a container whose label says so', () => {
  const label = { 'dev.slipway.notify': 'off' };
  expect(comesOf(event('start', label), died(3, label), event('health_status: unhealthy', label))).toEqual(
    [],
  );
});

it('passes over what is no container’s', () => {
  expect(comesOf({ ...event('die', { exitCode: '1' }), type: 'network' })).toEqual([]);
});

it('forgets a container that is gone', () => {
  expect(comesOf(died(1), event('destroy'), died(1))).toHaveLength(2);
});
