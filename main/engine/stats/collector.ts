import type Docker from 'dockerode';
import type { CurrentUsage, UsageHistory } from '../../contract/engine/stats.ts';
import { withDeadline } from '../../util/wait.ts';
import { isHelper } from '../files/helper-labels.ts';
import { keptMs, withSample } from './history.ts';
import { type Reading, sampleBetween, toReading } from './reading.ts';

/** Milliseconds between two rounds: when nobody looks, and when somebody does. */
const seldomMs = 10_000;
const oftenMs = 2_000;

/** A round must not take more than this part of the time: each answer costs the guest some milliseconds. */
const mostOfTheTime = 0.25;

/** Milliseconds within which the engine must answer for one container. */
const answerDeadlineMs = 10_000;

/** Requests at once. */
const atOnce = 4;

/** Asks the engine; all that is needed of it here. */
export interface StatsEngine {
  /** Ids of the running containers. */
  running(signal: AbortSignal): Promise<readonly string[]>;
  /** Ids of all containers. */
  all(signal: AbortSignal): Promise<readonly string[]>;
  /** The engine's answer for one container. */
  read(id: string, signal: AbortSignal): Promise<unknown>;
}

/** Keeps what each container used in the last hour. */
export interface StatsCollector {
  /** Told with each status: samples are taken while the engine runs. What is known is kept when it does not. */
  setRunning(running: boolean): void;
  history(id: string): UsageHistory;
  /** All that is known, by container. */
  histories(): ReadonlyMap<string, UsageHistory>;
  /** Puts what was known earlier before what has been sampled since. */
  restore(earlier: ReadonlyMap<string, UsageHistory>): void;
  /** New samples, round by round, until the signal aborts. Samples are taken often meanwhile. */
  live(focus: string | undefined, signal: AbortSignal): AsyncIterable<readonly CurrentUsage[]>;
  close(): void;
}

interface Known extends UsageHistory {
  /** None of a container that was not seen since the app was started. */
  readonly reading: Reading | undefined;
}

interface Watcher {
  readonly focus: string | undefined;
  readonly tell: (usages: readonly CurrentUsage[]) => void;
}

/** An engine's API in the form that the collector asks. */
export function statsEngine(engine: Docker): StatsEngine {
  return {
    running: async (abortSignal) =>
      (await engine.listContainers({ abortSignal }))
        .filter(({ Labels }) => !isHelper(Labels))
        .map(({ Id }) => Id),
    all: async (abortSignal) => (await engine.listContainers({ all: true, abortSignal })).map(({ Id }) => Id),
    // `one-shot`: the engine would wait a second for a second reading of its own otherwise.
    read: (id, abortSignal) => {
      const options = { stream: false, 'one-shot': true, abortSignal } as const;
      return engine.getContainer(id).stats(options);
    },
  };
}

/** Takes samples of every running container, seldom while nobody looks. */
export function collectStats(engine: StatsEngine, now: () => number = Date.now): StatsCollector {
  const known = new Map<string, Known>();
  const watchers = new Set<Watcher>();
  let current: AbortController | undefined;
  /** What is known was compared with the containers that there are. */
  let isCompared = false;
  let hurry: () => void = () => undefined;

  const readOne = async (id: string, signal: AbortSignal): Promise<CurrentUsage | undefined> => {
    const failure = { message: 'The engine gave no statistics in time.', hint: 'It may be busy.' };
    // A container that has just gone has none: the next round does not ask for it.
    const answer = await withDeadline(answerDeadlineMs, signal, failure, (inner) =>
      engine.read(id, inner),
    ).catch(() => undefined);
    if (answer === undefined) return undefined;
    const reading = toReading(answer, now());
    if (reading === undefined) return undefined;
    const before = known.get(id);
    const sample = before?.reading && sampleBetween(before.reading, reading);
    const samples = before?.samples ?? [];
    const { memoryLimitBytes } = reading;
    known.set(id, { reading, memoryLimitBytes, samples: sample ? withSample(samples, sample) : samples });
    return sample && { id, sample, memoryLimitBytes };
  };

  /** Forgets containers that went while nobody looked. Once for each start: to list all of them each time is dear. */
  const compare = async (signal: AbortSignal) => {
    const there = new Set(await engine.all(signal));
    for (const id of known.keys()) if (!there.has(id)) known.delete(id);
    isCompared = true;
  };

  const round = async (signal: AbortSignal) => {
    if (!isCompared) await compare(signal);
    const running = await engine.running(signal);
    const focuses = new Set([...watchers].map(({ focus }) => focus));
    const queue = [...running].sort((a, b) => Number(focuses.has(b)) - Number(focuses.has(a)));
    const usages: CurrentUsage[] = [];
    const work = async () => {
      for (let id = queue.shift(); id !== undefined && !signal.aborted; id = queue.shift()) {
        const usage = await readOne(id, signal);
        if (usage !== undefined) usages.push(usage);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    forgetOld(known, now());
    for (const { tell } of watchers) tell(usages);
  };

  const follow = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      const began = now();
      // The status says when the engine is away; it is asked again in the next round.
      await round(signal).catch(() => undefined);
      const took = now() - began;
      if (signal.aborted) return;
      const pause = Math.max(watchers.size > 0 ? oftenMs : seldomMs, took / mostOfTheTime - took);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        hurry = () => {
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener('abort', hurry, { once: true });
      });
      signal.removeEventListener('abort', hurry);
    }
  };

  return {
    setRunning(running) {
      if (running === (current !== undefined)) return;
      current?.abort();
      isCompared = false;
      current = running ? new AbortController() : undefined;
      if (current !== undefined) void follow(current.signal);
    },
    history(id) {
      const { samples = [], memoryLimitBytes = 0 } = known.get(id) ?? {};
      return { samples, memoryLimitBytes };
    },
    histories: () => known,
    restore(earlier) {
      for (const [id, { samples, memoryLimitBytes }] of earlier) {
        const since = known.get(id) ?? { reading: undefined, samples: [], memoryLimitBytes };
        const [first] = since.samples;
        const before = samples.filter(({ at }) => first === undefined || at < first.at);
        known.set(id, { ...since, samples: [...before, ...since.samples] });
      }
      isCompared = false;
    },
    async *live(focus, signal) {
      let pending: CurrentUsage[] = [];
      let wake: () => void = () => undefined;
      const tell = (usages: readonly CurrentUsage[]) => {
        // A page that is slow is told the last of each, not all that it has missed.
        const fresh = new Set(usages.map(({ id }) => id));
        pending = [...pending.filter(({ id }) => !fresh.has(id)), ...usages];
        wake();
      };
      const watcher = { focus, tell };
      const aborted = () => wake();
      signal.addEventListener('abort', aborted, { once: true });
      watchers.add(watcher);
      hurry();
      try {
        while (!signal.aborted) {
          if (pending.length > 0) {
            const usages = pending;
            pending = [];
            yield usages;
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        watchers.delete(watcher);
        signal.removeEventListener('abort', aborted);
      }
    },
    close() {
      current?.abort();
      current = undefined;
    },
  };
}

/** Forgets a container of which nothing was heard for as long as samples are kept. */
function forgetOld(known: Map<string, Known>, now: number): void {
  for (const [id, { reading, samples }] of known)
    if (now - (reading?.at ?? samples.at(-1)?.at ?? 0) > keptMs) known.delete(id);
}
