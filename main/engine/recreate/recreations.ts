import type { ContainerOptions } from '../../contract/engine/container-options.ts';
import type { ChosenOptions, RecreateNews } from '../../contract/engine/recreate.ts';
import { SlipwayError, toFailure } from '../../contract/errors.ts';
import { never, orAborted } from '../../util/wait.ts';
import { chosenOptions } from './chosen-options.ts';
import { exchangeOf, goBack, keptOf } from './go-back.ts';
import { recreate } from './recreate.ts';
import { recreateBody } from './recreate-body.ts';
import type { RecreateEngine } from './recreate-engine.ts';

/**
 * Containers that are being made anew. They go on whoever follows: only a cancel or their end ends them. All reject with
 * `busy` while something else is under way with the same container.
 */
export interface Recreations {
  /** Rejects when nothing has been changed; what fails later is told as `back`. */
  run(id: string, options: ContainerOptions, signal: AbortSignal): AsyncGenerator<RecreateNews>;
  /** By the old one's id. The way back follows, and is told by {@link run}; nothing happens when it is over. */
  cancel(id: string): void;
  /** By the new one's id. Rejects with `not-found` where there is no old one. */
  goBack(newId: string): Promise<void>;
  /** By the new one's id. Rejects with `not-found` where there is no old one, with `busy` where that one has not made room. */
  keep(newId: string): Promise<void>;
  /** Cancels whatever is under way; resolves once all have their place again. */
  close(): Promise<void>;
}

interface Job {
  readonly cancelled: AbortController;
  readonly done: Promise<unknown>;
}

/** Reads what was chosen for a container. */
export async function readChosen(
  engine: RecreateEngine,
  id: string,
  signal: AbortSignal,
): Promise<ChosenOptions> {
  const container = await engine.inspect(id, signal);
  return chosenOptions(container, await engine.imageConfig(container.Image, signal));
}

/** Keeps the jobs of one engine. */
export function createRecreations(engine: RecreateEngine, now: () => number = Date.now): Recreations {
  const jobs = new Map<string, Job>();

  /** One thing at a time for each container that takes part. */
  const alone = <T>(
    ids: readonly string[],
    cancelled: AbortController,
    work: () => Promise<T>,
  ): Promise<T> => {
    if (ids.some((id) => jobs.has(id))) {
      throw new SlipwayError({
        code: 'busy',
        message: 'This container is being exchanged already.',
        hint: 'Wait until that is over.',
      });
    }
    const done = work().finally(() => {
      for (const id of ids) jobs.delete(id);
    });
    for (const id of ids) jobs.set(id, { cancelled, done });
    return done;
  };

  const begin = async (
    id: string,
    after: ContainerOptions,
    report: (news: RecreateNews) => void,
    signal: AbortSignal,
  ) => {
    const old = await engine.inspect(id, signal);
    if (old.HostConfig.AutoRemove) {
      throw new SlipwayError({
        code: 'invalid-argument',
        message:
          'This container removes itself when it ends: it could not be kept, and there would be no way back.',
        hint: 'Make another one like it with the form, and stop this one.',
      });
    }
    const image = await engine.imageConfig(old.Image, signal);
    const { options: before } = chosenOptions(old, image);
    const body = recreateBody(old, image, before, after);
    const step = (name: Extract<RecreateNews, { kind: 'step' }>['step']) =>
      report({ kind: 'step', step: name });
    return recreate(engine, { old, body, now: now(), report: step }, signal);
  };

  return {
    async *run(id, options, signal) {
      const news: RecreateNews[] = [];
      let wake: () => void = () => undefined;
      const report = (one: RecreateNews) => {
        news.push(one);
        wake();
      };
      const cancelled = new AbortController();
      let failure: unknown;
      let isOver = false;
      alone([id], cancelled, () => begin(id, options, report, cancelled.signal)).then(
        (last) => {
          isOver = true;
          report(last);
        },
        (error: unknown) => {
          isOver = true;
          failure = cancelled.signal.aborted
            ? new SlipwayError({ ...toFailure(error), code: 'aborted' })
            : error;
          wake();
        },
      );
      for (;;) {
        const one = news.shift();
        if (one !== undefined) yield one;
        else if (failure !== undefined) throw failure;
        else if (isOver) return;
        else
          await orAborted(
            signal,
            new Promise<void>((resolve) => {
              wake = resolve;
            }),
          );
      }
    },
    cancel(id) {
      jobs.get(id)?.cancelled.abort();
    },
    async goBack(newId) {
      const exchange = await exchangeOf(engine, newId, now(), never);
      await alone([exchange.oldId, newId], new AbortController(), () => goBack(engine, exchange, never));
    },
    async keep(newId) {
      const exchange = await exchangeOf(engine, newId, now(), never);
      await alone([exchange.oldId, newId], new AbortController(), async () => {
        await engine.remove(await keptOf(engine, exchange, never), false, never);
      });
    },
    async close() {
      const all = [...jobs.values()];
      for (const { cancelled } of all) cancelled.abort();
      await Promise.allSettled(all.map(({ done }) => done));
    },
  };
}
