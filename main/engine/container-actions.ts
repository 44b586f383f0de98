import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { z } from 'zod';
import type { ContainerExit } from '../contract/engine/container-actions.ts';
import type { KillSignal } from '../contract/engine/container-words.ts';
import { repositoryAndTag } from '../contract/engine/image-name.ts';
import { type Asked, askJson, askStream } from './ask.ts';
import { attempt, engineError, type Hint } from './connection.ts';
import { shortName } from './containers.ts';
import { withEngineDeadline } from './deadlines.ts';
import { plainName } from './plain-name.ts';

const hints: readonly Hint[] = [
  { piece: /is already paused/, hint: 'There is nothing to do: it is paused.' },
  { piece: /is not paused/, hint: 'There is nothing to do: it is not paused.' },
];

/** Halts a container's processes, or lets them go on. */
export async function pauseContainer(
  engine: Docker,
  verb: 'pause' | 'unpause',
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const doing = `${verb} the container ${shortName(id)}`;
  await change(engine, doing, { method: 'POST', path: `${pathOf(id)}/${verb}` }, signal);
}

/** Sends a signal to a container's first process. Rejects when it does not run. */
export async function killContainer(
  engine: Docker,
  id: string,
  killSignal: KillSignal,
  signal: AbortSignal,
): Promise<void> {
  const doing = `send ${killSignal} to the container ${shortName(id)}`;
  const query = { signal: killSignal };
  await change(engine, doing, { method: 'POST', path: `${pathOf(id)}/kill`, query }, signal);
}

/** Gives a container another name. Rejects when another container has it. */
export async function renameContainer(
  engine: Docker,
  id: string,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const doing = (container: string) => `rename the container ${container} to ${name}`;
  await withEngineDeadline('change', doing(shortName(id)), signal, async (until) => {
    try {
      await askJson(engine, { method: 'POST', path: `${pathOf(id)}/rename`, query: { name } }, until);
    } catch (error) {
      throw engineError({ doing: doing(await nameForWords(engine, id, until)) }, error);
    }
  });
}

/** What a container is called now; its id as people know it where the engine does not tell. */
async function nameForWords(engine: Docker, id: string, signal: AbortSignal): Promise<string> {
  const container = engine.getContainer(id).inspect({ abortSignal: signal });
  return container.then(({ Name }) => plainName(Name)).catch(() => shortName(id));
}

/** What `containers.commit` takes, checked. */
export interface CommitParameters {
  readonly id: string;
  readonly name: string;
  readonly author: string;
  readonly message: string;
  readonly pause: boolean;
}

const committed = z.object({ Id: z.string() });

/** Makes an image of a container's files as they are now; answers its id. */
export function commitContainer(
  engine: Docker,
  { id, name, author, message, pause }: CommitParameters,
  signal: AbortSignal,
): Promise<{ readonly imageId: string }> {
  const doing = `make an image of the container ${shortName(id)}`;
  const { repository, tag } = name === '' ? { repository: '', tag: '' } : repositoryAndTag(name);
  const query = {
    container: id,
    ...(repository === '' ? {} : { repo: repository, tag }),
    ...(author === '' ? {} : { author }),
    ...(message === '' ? {} : { comment: message }),
    pause: pause ? '1' : '0',
  };
  return attempt(doing, () =>
    withEngineDeadline('commit', doing, signal, async (until) => {
      const answer = committed.parse(
        await askJson(engine, { method: 'POST', path: '/commit', query }, until),
      );
      return { imageId: answer.Id };
    }),
  );
}

const waited = z.object({ StatusCode: z.number() });

/** Waits for as long as a container runs; one that its restart policy starts again has not ended. */
export async function* waitForExit(
  engine: Docker,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<ContainerExit, void, void> {
  const doing = `wait for the end of the container ${shortName(id)}`;
  const asked: Asked = { method: 'POST', path: `${pathOf(id)}/wait`, query: { condition: 'not-running' } };
  // The one call without a deadline: it takes as long as the container does, and whoever waits can stop it. Read as a
  // stream: the engine says at once that it has heard, and the client library would never tell that it then went away.
  const exitCode = await attempt(
    doing,
    async () => waited.parse(JSON.parse(await text(await askStream(engine, asked, signal)))).StatusCode,
  );
  yield { exitCode };
}

function change(engine: Docker, doing: string, asked: Asked, signal: AbortSignal): Promise<void> {
  return attempt(
    doing,
    () =>
      withEngineDeadline('change', doing, signal, async (until) => {
        await askJson(engine, asked, until);
      }),
    hints,
  );
}

function pathOf(id: string): string {
  return `/containers/${encodeURIComponent(id)}`;
}
