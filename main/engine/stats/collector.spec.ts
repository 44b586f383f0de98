import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CurrentUsage } from '../../contract/engine/stats.ts';
import { collectStats, type StatsEngine } from './collector.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const rates = { receivedRate: 0, sentRate: 0, readRate: 0, writtenRate: 0 };
const unused = { cpus: 0, memoryBytes: 0, ...rates, processes: 1 };

/** An engine whose containers each use half a processor. */
function steadyEngine(ids: readonly string[]) {
  const asked: string[] = [];
  const engine: StatsEngine = {
    running: async () => ids,
    all: async () => ids,
    async read(id) {
      asked.push(id);
      return { cpu_stats: { cpu_usage: { total_usage: 1 + Date.now() * 500_000 } } };
    },
  };
  return { engine, asked };
}

test('samples every ten seconds while nobody looks, and keeps them', async () => {
  const { engine, asked } = steadyEngine(['a', 'b']);
  const stats = collectStats(engine);
  stats.setRunning(true);
  await vi.advanceTimersByTimeAsync(30_500);
  stats.close();
  expect(asked).toHaveLength(8);
  const { samples } = stats.history('a');
  expect(samples).toHaveLength(3);
  expect(samples.map(({ cpus }) => cpus)).toEqual([0.5, 0.5, 0.5]);
  expect(stats.history('unknown')).toEqual({ samples: [], memoryLimitBytes: 0 });
});

test('samples every two seconds while somebody looks, what is looked at first', async () => {
  const { engine, asked } = steadyEngine(['a', 'b', 'c', 'd', 'e', 'f']);
  const stats = collectStats(engine);
  stats.setRunning(true);
  await vi.advanceTimersByTimeAsync(500);
  asked.length = 0;
  const left = new AbortController();
  const heard: (readonly CurrentUsage[])[] = [];
  const reading = (async () => {
    for await (const usages of stats.live('f', left.signal)) heard.push(usages);
  })();
  await vi.advanceTimersByTimeAsync(4_100);
  expect(asked[0]).toBe('f');
  expect(heard).toHaveLength(3);
  expect(heard[0]).toHaveLength(6);
  left.abort();
  await reading;
  asked.length = 0;
  await vi.advanceTimersByTimeAsync(14_000);
  expect(asked.length).toBeLessThanOrEqual(12);
  stats.close();
});

test('asks nothing while the engine does not run, and goes on with what it knew', async () => {
  const { engine, asked } = steadyEngine(['a']);
  const stats = collectStats(engine);
  stats.setRunning(true);
  await vi.advanceTimersByTimeAsync(10_500);
  stats.setRunning(false);
  asked.length = 0;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toEqual([]);
  expect(stats.history('a').samples).toHaveLength(1);
  stats.setRunning(true);
  await vi.advanceTimersByTimeAsync(500);
  expect(stats.history('a').samples).toHaveLength(2);
  stats.close();
});

test('a container that cannot be read holds up none of the others', async () => {
  const { engine } = steadyEngine(['gone', 'a']);
  const stats = collectStats({
    ...engine,
    read: (id, signal) =>
      id === 'gone' ? Promise.reject(new Error('no such container')) : engine.read(id, signal),
  });
  stats.setRunning(true);
  await vi.advanceTimersByTimeAsync(10_500);
  stats.close();
  expect(stats.history('a').samples).toHaveLength(1);
  expect(stats.history('gone').samples).toEqual([]);
});

test('asks less often when the answers take long', async () => {
  let rounds = 0;
  const stats = collectStats({
    running: async () => {
      rounds += 1;
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      return [];
    },
    all: async () => [],
    read: async () => undefined,
  });
  stats.setRunning(true);
  await vi.advanceTimersByTimeAsync(41_000);
  stats.close();
  expect(rounds).toBe(3);
});

test('goes on with what was known earlier, but for containers that went', async () => {
  const { engine } = steadyEngine(['a']);
  const stats = collectStats({ ...engine, all: async () => ['a', 'ended'] });
  const sample = { ...unused, at: Date.now() - 60_000 };
  const earlier = { samples: [sample], memoryLimitBytes: 7 };
  stats.restore(new Map(['a', 'ended', 'removed'].map((id) => [id, earlier])));
  expect(stats.history('removed')).toEqual(earlier);
  stats.setRunning(true);
  await vi.advanceTimersByTimeAsync(10_500);
  stats.close();
  expect(stats.history('a').samples).toHaveLength(2);
  expect(stats.history('a').samples[0]).toEqual(sample);
  expect(stats.history('ended')).toEqual(earlier);
  expect(stats.history('removed').samples).toEqual([]);
});

test('puts what was known earlier before what has been sampled meanwhile', async () => {
  const { engine } = steadyEngine(['a']);
  const stats = collectStats(engine);
  stats.setRunning(true);
  await vi.advanceTimersByTimeAsync(10_500);
  const [fresh] = stats.history('a').samples;
  const before = { ...unused, at: Date.now() - 60_000 };
  const late = { ...unused, at: Date.now() };
  stats.restore(new Map([['a', { samples: [before, late], memoryLimitBytes: 7 }]]));
  stats.close();
  expect(stats.history('a').samples).toEqual([before, fresh]);
});
