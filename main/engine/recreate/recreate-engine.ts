import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import type { ContainerCreateOptions } from 'dockerode';
import { attempt } from '../connection.ts';
import { shortName } from '../containers.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { oneLogText } from '../logs/one-log-text.ts';
import { logsOf } from '../logs/open-log.ts';
import type { ImageConfig, Inspected } from './inspected.ts';

/** What making a container anew asks of the engine. Each call has a deadline of its own, and says what it was about. */
export interface RecreateEngine {
  inspect(id: string, signal: AbortSignal): Promise<Inspected>;
  /** What an image gives; nothing for one that is gone. */
  imageConfig(id: string, signal: AbortSignal): Promise<ImageConfig>;
  create(body: ContainerCreateOptions, signal: AbortSignal): Promise<string>;
  /** Nothing happens to one that does not run. */
  stop(id: string, signal: AbortSignal): Promise<void>;
  start(id: string, signal: AbortSignal): Promise<void>;
  rename(id: string, name: string, signal: AbortSignal): Promise<void>;
  /** `withVolumes`: those without a name that nobody else has go with it. */
  remove(id: string, withVolumes: boolean, signal: AbortSignal): Promise<void>;
  /** Its last lines, whether it has ended or not; empty when they cannot be had. */
  lastLines(id: string, signal: AbortSignal): Promise<string>;
}

/** Asks a real engine. */
export function recreateEngine(engine: Docker): RecreateEngine {
  const ask = <T>(
    kind: 'read' | 'change',
    doing: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ) => attempt(doing, () => withEngineDeadline(kind, doing, signal, work));
  const of = (id: string) => engine.getContainer(id);
  const openLog = logsOf(engine);
  return {
    inspect: (id, signal) =>
      ask('read', `read the container ${shortName(id)}`, signal, (abortSignal) =>
        of(id).inspect({ abortSignal }),
      ),
    imageConfig: (id, signal) =>
      ask('read', `read the image ${id.slice(0, 19)}`, signal, async () => {
        try {
          return ((await engine.getImage(id).inspect()).Config ?? {}) as ImageConfig;
        } catch (error) {
          if ((error as { statusCode?: number }).statusCode === 404) return {};
          throw error;
        }
      }),
    create: (body, signal) =>
      ask('change', 'make the new container', signal, async (abortSignal) => {
        const { id } = await engine.createContainer({ ...body, abortSignal });
        return id;
      }),
    stop: (id, signal) =>
      ask('change', `stop the container ${shortName(id)}`, signal, (abortSignal) =>
        unlessDone(() => of(id).stop({ abortSignal })),
      ),
    start: (id, signal) =>
      ask('change', `start the container ${shortName(id)}`, signal, (abortSignal) =>
        unlessDone(() => of(id).start({ abortSignal })),
      ),
    rename: (id, name, signal) =>
      ask('read', `rename the container ${shortName(id)} to ${name}`, signal, async (abortSignal) => {
        await of(id).rename({ name, abortSignal });
      }),
    remove: (id, withVolumes, signal) =>
      ask('change', `remove the container ${shortName(id)}`, signal, async (abortSignal) => {
        await of(id).remove({ force: true, v: withVolumes, abortSignal });
      }),
    lastLines: async (id, signal) => {
      try {
        return await ask('read', `read the log of ${shortName(id)}`, signal, async (abortSignal) => {
          const question = { id, follow: false, since: null, tail: 20 };
          const pieces = oneLogText(await openLog(question, abortSignal), false, () => undefined);
          return (await text(pieces)).trimEnd();
        });
      } catch {
        return '';
      }
    },
  };
}

/** 304: it runs, or does not, already. */
async function unlessDone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 304) throw error;
  }
}
