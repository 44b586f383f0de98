import type { ContainerOptions } from '../../contract/engine/container-options.ts';
import type { ChosenOptions, RecreateNews } from '../../contract/engine/recreate.ts';
import { SlipwayError, toFailure } from '../../contract/errors.ts';
import { orAborted } from '../../util/wait.ts';
import { chosenOptions } from './chosen-options.ts';
import { exchangeOf, goBack } from './go-back.ts';
import { recreate } from './recreate.ts';
import { recreateBody } from './recreate-body.ts';
import type { RecreateEngine } from './recreate-engine.ts';

/** Containers that are being made anew. They go on whoever follows: only a cancel or their end ends them. */
export interface Recreations {
  run(id: string, options: ContainerOptions, signal: AbortSignal): AsyncGenerator<RecreateNews>;
  cancel(id: string): void;
  goBack(newId: string): Promise<void>;
  keep(newId: string): Promise<void>;
}

interface Job {
  readonly cancelled: AbortController;
  /** Done once: nothing about the same container may be under way twice. */
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
  const never = new AbortController().signal;

  /** One thing at a time for each container. */
  const alone = <T>(id: string, cancelled: AbortController, work: () => Promise<T>): Promise<T> => {
    if (jobs.has(id)) {
      throw new SlipwayError({
        code: 'busy',
        message: 'This container is being exchanged already.',
        hint: 'Wait until that is over.',
      });
    }
    const done = work().finally(() => jobs.delete(id));
    jobs.set(id, { cancelled, done });
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
      alone(id, cancelled, () => begin(id, options, report, cancelled.signal)).then(
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
      await alone(exchange.oldId, new AbortController(), () => goBack(engine, exchange, never));
    },
    async keep(newId) {
      const { oldId } = await exchangeOf(engine, newId, now(), never);
      await alone(oldId, new AbortController(), () => engine.remove(oldId, false, never));
    },
  };
}
