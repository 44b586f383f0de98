import { z } from 'zod';
import { readJsonFile, writeFileAtomically } from '../../util/atomic-file.ts';
import { abortAfter } from '../../util/wait.ts';
import type { EngineMessage } from '../engine-message.ts';
import { isHelper } from '../files/helper-labels.ts';
import { followEvents } from '../follow-events.ts';
import { askEngine } from '../http.ts';
import type { ImageUse } from './plan-removals.ts';

/** Written down so long after something was heard, in milliseconds: a storm of events is one write. */
const usualWriteAfterMs = 2_000;

/** Of more images than this, those whose last use is longest ago are forgotten. */
const mostImages = 5_000;

/** Of so many containers it is remembered what they were made of; of more, the oldest is forgotten. */
const mostContainers = 5_000;

/** Asking what a container was made of, in milliseconds. */
const askDeadlineMs = 10_000;

const filters = { type: ['container'], event: ['create', 'start', 'die', 'destroy'] };

const schema = z.object({
  version: z.literal(1),
  watchedSince: z.number(),
  usedAt: z.record(z.string(), z.number()),
});

/** Reads which images were used when; what is missing or damaged begins `now`. */
export async function loadImageUse(path: string, now: number): Promise<ImageUse> {
  const parsed = schema.safeParse(await readJsonFile(path).catch(() => undefined));
  return parsed.success
    ? { watchedSince: parsed.data.watchedSince, usedAt: new Map(Object.entries(parsed.data.usedAt)) }
    : { watchedSince: now, usedAt: new Map() };
}

/** What {@link watchImageUse} works with. */
export interface ImageUseOptions {
  readonly socketPath: string;
  /** Where it is kept. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (level: 'warn', message: string) => void;
  /** Milliseconds; for tests. */
  readonly writeAfterMs?: number;
}

/** Writes down which images containers are made of, and when. */
export interface ImageUseWatch {
  /** Told at each change: it listens while the engine runs. */
  setRunning(running: boolean): void;
  /** Writes what is not yet written. */
  close(): Promise<void>;
}

/** A watch that rests until it is told that the engine runs. */
export function watchImageUse({
  socketPath,
  path,
  now,
  log,
  writeAfterMs = usualWriteAfterMs,
}: ImageUseOptions): ImageUseWatch {
  const begun = now();
  const imageOf = new Map<string, string>();
  let known: Promise<{ readonly watchedSince: number; readonly usedAt: Map<string, number> }> | undefined;
  let running: AbortController | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();

  const load = () => {
    known ??= loadImageUse(path, begun).then(({ watchedSince, usedAt }) => ({
      watchedSince,
      usedAt: new Map(usedAt),
    }));
    return known;
  };
  const write = async () => {
    clearTimeout(timer);
    timer = undefined;
    const { watchedSince, usedAt } = await load();
    const kept = [...usedAt].toSorted(([, a], [, b]) => b - a).slice(0, mostImages);
    const content = { version: 1, watchedSince, usedAt: Object.fromEntries(kept) };
    await writeFileAtomically(path, JSON.stringify(content)).catch((error: Error) =>
      log('warn', `which images are used cannot be written down: ${error.message}`),
    );
  };
  const writeSoon = () => {
    timer ??= setTimeout(() => {
      last = last.then(write);
    }, writeAfterMs);
    timer.unref();
  };
  const note = async ({ Actor }: EngineMessage, signal: AbortSignal) => {
    const at = now();
    const { ID, Attributes } = Actor ?? { ID: '' };
    if (ID === '' || isHelper(Attributes)) return;
    const image =
      imageOf.get(ID) ??
      (await idIn(socketPath, `/containers/${ID}/json`, 'Image', signal)) ??
      (await idIn(socketPath, `/images/${encodeURIComponent(Attributes?.image ?? '')}/json`, 'Id', signal));
    if (image === undefined) return;
    imageOf.delete(ID);
    imageOf.set(ID, image);
    const [oldest] = imageOf.keys();
    if (imageOf.size > mostContainers && oldest !== undefined) imageOf.delete(oldest);
    (await load()).usedAt.set(image, at);
    writeSoon();
  };

  return {
    setRunning(isRunning) {
      if (isRunning === (running !== undefined)) return;
      running?.abort();
      running = undefined;
      if (!isRunning) return;
      running = new AbortController();
      const { signal } = running;
      // That it is looked for is to be known even if nothing is used.
      writeSoon();
      const onEvent = (event: EngineMessage) => {
        // One after the other: a storm of containers is not answered by a storm of questions.
        last = last.then(() => note(event, signal)).catch(() => undefined);
      };
      void followEvents(socketPath, filters, onEvent, signal);
    },
    async close() {
      running?.abort();
      running = undefined;
      await last;
      if (timer !== undefined) await write();
    },
  };
}

/** The id in the engine's answer; undefined where it has none, as of a container that has gone already. */
async function idIn(
  socketPath: string,
  path: string,
  field: 'Image' | 'Id',
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const until = abortAfter(askDeadlineMs, signal);
    const answer = await askEngine(socketPath, { method: 'GET', path }, until);
    return z.object({ [field]: z.string() }).parse(JSON.parse(answer))[field];
  } catch {
    return undefined;
  }
}
