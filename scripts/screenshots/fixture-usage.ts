import type { Container } from '../../main/contract/engine/containers.ts';
import type {
  CurrentUsage,
  statsRequests,
  statsStreams,
  UsageSample,
} from '../../main/contract/engine/stats.ts';
import type { Handlers } from '../../main/contract/requests.ts';
import type { Sources } from '../../main/contract/streams.ts';

const memoryLimitBytes = 2_070_000_000;

/** A made-up sample: waves, with a busy quarter of an hour, other ones for each container. */
function sampleAt(at: number, seed: number): UsageSample {
  const minutes = at / 60_000;
  const wave = (period: number) => (1 + Math.sin((minutes * 6.28) / period + seed)) / 2;
  const isBusy = Math.floor(minutes / 15 + seed) % 4 === 1;
  const load = (isBusy ? 0.7 : 0.06) * (0.6 + 0.4 * wave(3)) + 0.03 * wave(0.31);
  return {
    at,
    cpus: load,
    memoryBytes: (38 + seed * 21 + 14 * wave(25) + (isBusy ? 30 : 0)) * 1e6,
    receivedRate: load * 900_000 * wave(0.7),
    sentRate: load * 2_600_000 * wave(0.9),
    readRate: isBusy ? 240_000 * wave(2) : 0,
    writtenRate: load * 500_000 * wave(1.3),
    processes: 3,
  };
}

/** What containers use, over made-up data. */
export function fixtureUsage(list: () => Promise<readonly Container[]>): {
  readonly handlers: Handlers<typeof statsRequests>;
  readonly sources: Sources<typeof statsStreams>;
} {
  const runningIds = async () =>
    (await list()).filter(({ state }) => state === 'running').map(({ id }) => id);
  return {
    handlers: {
      'stats.history': async ({ id }) => {
        const seed = (await runningIds()).indexOf(id);
        if (seed < 0) return { samples: [], memoryLimitBytes: 0 };
        const now = Date.now();
        const samples = Array.from({ length: 330 }, (_, index) =>
          sampleAt(now - (329 - index) * 10_000, seed),
        );
        return { samples, memoryLimitBytes };
      },
    },
    sources: {
      async *'stats.live'() {
        const at = Date.now();
        const usages = (await runningIds()).map(
          (id, seed): CurrentUsage => ({ id, sample: sampleAt(at, seed), memoryLimitBytes }),
        );
        yield usages;
      },
    },
  };
}
