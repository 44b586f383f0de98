import { describe, expect, it } from 'vitest';
import { hasFailed, statusWords, wasKilled } from './container-status.ts';

const running = { state: 'running', status: 'Up 32 seconds', health: null } as const;
const ended = (code: number) =>
  ({ state: 'exited', status: `Exited (${code}) 2 minutes ago`, health: null }) as const;

describe('statusWords', () => {
  it('go on with the time, whatever the engine said last', () => {
    expect(statusWords(running, 66_000)).toBe('Up a minute');
    expect(statusWords(ended(3), 3 * 60_000)).toBe('Exited (3) 3 minutes ago');
  });

  it('begin with what is not as usual', () => {
    const paused = { state: 'paused', status: 'Up About a minute (Paused)', health: null } as const;
    const unhealthy = { ...running, status: 'Up 32 seconds (unhealthy)', health: 'unhealthy' } as const;
    expect(statusWords(paused, 61_000)).toBe('Paused, up a minute');
    expect(statusWords(unhealthy, 32_000)).toBe('Unhealthy, up 32 seconds');
  });

  it('say of the health only what is to be waited for', () => {
    const status = (word: 'healthy' | 'starting') => ({ ...running, health: word }) as const;
    expect(statusWords(status('healthy'), 32_000)).toBe('Up 32 seconds');
    expect(statusWords(status('starting'), 32_000)).toBe('Up 32 seconds (health: starting)');
  });

  it('are the engine’s where it says no time, and the state’s where it says nothing', () => {
    expect(statusWords({ ...running, status: 'Removal In Progress' }, null)).toBe('Removal In Progress');
    expect(statusWords({ state: 'exited', status: '', health: null }, null)).toBe('Exited');
  });
});

describe('hasFailed', () => {
  it.each([
    [0, false],
    [1, true],
    [139, true],
    [143, false],
    [137, false],
  ])('an end with the code %i: %s', (code, failed) => {
    expect(hasFailed(ended(code), false)).toBe(failed);
  });

  it('is so of one that ran out of memory', () => {
    expect(wasKilled(ended(137))).toBe(true);
    expect(wasKilled(ended(143))).toBe(false);
    expect(hasFailed(ended(137), true)).toBe(true);
  });
});
