import { describe, expect, it } from 'vitest';
import type { Failure } from '../contract/errors.ts';
import { backoffMs, type Event, mostAttempts, type State, transition } from './state.ts';

const problem: Failure = { code: 'vm-exited', message: 'It ended.', hint: 'Wait.' };
const now = 1_000_000;

const states: Readonly<Record<State['kind'], State>> = {
  stopped: { kind: 'stopped' },
  preparing: { kind: 'preparing', attempt: 2 },
  booting: { kind: 'booting', attempt: 2 },
  waiting: { kind: 'waiting', attempt: 2, problem: null },
  running: { kind: 'running', attempt: 2 },
  suspending: { kind: 'suspending', next: 'sleeping' },
  sleeping: { kind: 'sleeping' },
  stopping: { kind: 'stopping', next: 'stopped' },
  backoff: { kind: 'backoff', attempt: 2, until: now + 2_000, problem },
  failed: { kind: 'failed', problem },
};

const events: Readonly<Record<string, Event>> = {
  start: { kind: 'start' },
  stop: { kind: 'stop' },
  restart: { kind: 'restart' },
  sleep: { kind: 'sleep' },
  asleep: { kind: 'asleep' },
  'kept-awake': { kind: 'kept-awake', problem },
  'asleep-found': { kind: 'asleep-found' },
  adopted: { kind: 'adopted' },
  prepared: { kind: 'prepared' },
  'guest-up': { kind: 'guest-up' },
  'engine-answered': { kind: 'engine-answered' },
  'engine-lost': { kind: 'engine-lost', problem },
  settled: { kind: 'settled' },
  failure: { kind: 'failure', problem, fatal: false },
  'fatal failure': { kind: 'failure', problem, fatal: true },
  'backoff-over': { kind: 'backoff-over' },
  gone: { kind: 'gone' },
};

const failed = { kind: 'failed', problem } as const;
const stopping = { kind: 'stopping', next: 'stopped' } as const;
const restarting = { kind: 'stopping', next: 'preparing' } as const;
const first = { kind: 'preparing', attempt: 1 } as const;
const backoff = { kind: 'backoff', attempt: 2, until: now + 2_000, problem } as const;

/** Every step there is; all that is not here must leave the state as it is. */
const steps: Readonly<Record<State['kind'], Readonly<Record<string, State>>>> = {
  stopped: {
    start: first,
    restart: first,
    adopted: { kind: 'waiting', attempt: 1, problem: null },
    'asleep-found': { kind: 'sleeping' },
  },
  preparing: {
    stop: stopping,
    restart: restarting,
    prepared: { kind: 'booting', attempt: 2 },
    failure: backoff,
    'fatal failure': failed,
  },
  booting: {
    stop: stopping,
    restart: restarting,
    'guest-up': { kind: 'waiting', attempt: 2, problem: null },
    failure: backoff,
    'fatal failure': failed,
  },
  waiting: {
    stop: stopping,
    restart: restarting,
    'engine-answered': { kind: 'running', attempt: 2 },
    'engine-lost': { kind: 'waiting', attempt: 2, problem },
    failure: backoff,
    'fatal failure': failed,
  },
  running: {
    sleep: { kind: 'suspending', next: 'sleeping' },
    stop: stopping,
    restart: restarting,
    'engine-lost': { kind: 'waiting', attempt: 2, problem },
    settled: { kind: 'running', attempt: 1 },
    failure: backoff,
    'fatal failure': failed,
  },
  suspending: {
    start: { kind: 'suspending', next: 'preparing' },
    stop: stopping,
    restart: restarting,
    asleep: { kind: 'sleeping' },
    'kept-awake': { kind: 'waiting', attempt: 1, problem: null },
    failure: { kind: 'backoff', attempt: 1, until: now + 1_000, problem },
    'fatal failure': failed,
  },
  sleeping: { start: first, stop: stopping, restart: restarting },
  stopping: {
    start: restarting,
    restart: restarting,
    gone: { kind: 'stopped' },
    'fatal failure': failed,
  },
  backoff: {
    start: first,
    stop: stopping,
    restart: restarting,
    'backoff-over': { kind: 'preparing', attempt: 3 },
    'fatal failure': failed,
  },
  failed: { start: first, stop: stopping, restart: restarting },
};

const table = Object.values(states).flatMap((state) =>
  Object.entries(events).map(([name, event]) => ({ from: state.kind, name, state, event })),
);

describe('transition', () => {
  it.each(table)('$from on $name', ({ from, name, state, event }) => {
    const expected = steps[from][name];
    const next = transition(state, event, now);
    if (expected === undefined) expect(next).toBe(state);
    else expect(next).toEqual(expected);
  });

  it('can be stopped from everywhere, and is then stopped once no process is left', () => {
    for (const state of Object.values(states)) {
      const told = transition(state, { kind: 'stop' }, now);
      expect(['stopping', 'stopped']).toContain(told.kind);
      expect(transition(told, { kind: 'gone' }, now)).toEqual({ kind: 'stopped' });
    }
  });

  it('starts again after a stop under way, and stops for good when told so in between', () => {
    const again = transition(states.stopping, { kind: 'start' }, now);
    expect(transition(again, { kind: 'gone' }, now)).toEqual(first);
    expect(transition(again, { kind: 'stop' }, now)).toEqual(stopping);
  });

  it('wakes again when it was started while it fell asleep, unless it was put to sleep once more', () => {
    const woken = transition(states.suspending, { kind: 'start' }, now);
    expect(transition(woken, { kind: 'asleep' }, now)).toEqual(first);
    const again = transition(woken, { kind: 'sleep' }, now);
    expect(transition(again, { kind: 'asleep' }, now)).toEqual({ kind: 'sleeping' });
  });

  it('counts the tries in a row, and gives up after the last', () => {
    let state: State = first;
    const waits: number[] = [];
    for (let attempt = 1; attempt < mostAttempts; attempt += 1) {
      state = transition(state, { kind: 'failure', problem, fatal: false }, now);
      expect(state).toMatchObject({ kind: 'backoff', attempt, problem });
      if (state.kind === 'backoff') waits.push(state.until - now);
      state = transition(state, { kind: 'backoff-over' }, now);
      expect(state).toEqual({ kind: 'preparing', attempt: attempt + 1 });
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(transition(state, { kind: 'failure', problem, fatal: false }, now)).toMatchObject({
      kind: 'failed',
      problem: { code: problem.code, hint: expect.stringMatching(/It has failed 5 times.*`slipway start`/) },
    });
  });

  it('never waits longer than half a minute', () => {
    expect([5, 6, 20, 100].map(backoffMs)).toEqual([16_000, 30_000, 30_000, 30_000]);
  });

  it('keeps count while the engine comes and goes, and forgets once it has settled', () => {
    const lost = transition(states.running, { kind: 'engine-lost', problem }, now);
    expect(transition(lost, { kind: 'engine-lost', problem }, now)).toBe(lost);
    const back = transition(lost, { kind: 'engine-answered' }, now);
    expect(back).toEqual(states.running);
    const settled = transition(back, { kind: 'settled' }, now);
    expect(transition(settled, { kind: 'settled' }, now)).toBe(settled);
    expect(transition(settled, { kind: 'failure', problem, fatal: false }, now)).toMatchObject({
      kind: 'backoff',
      attempt: 1,
      until: now + 1_000,
    });
  });
});
