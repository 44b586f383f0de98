import type Docker from 'dockerode';
import type { ContainerOptions } from '../contract/engine/container-options.ts';
import type { Made } from '../contract/engine/containers.ts';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { never } from '../util/wait.ts';
import { attempt, engineError } from './connection.ts';
import { shortName } from './containers.ts';
import { createOptions } from './create-options.ts';
import { withEngineDeadline } from './deadlines.ts';
import { plainName } from './plain-name.ts';
import { namingPublisher } from './port-taken.ts';

/** Makes a container, which does not run yet. */
export function createContainer(
  engine: Docker,
  options: ContainerOptions,
  signal: AbortSignal,
): Promise<Made> {
  const doing = `create a container of ${options.image}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      const container = await engine.createContainer({ ...createOptions(options), abortSignal });
      return nameOf(container, options, abortSignal);
    }),
  );
}

/** Makes a container and starts it. One that cannot be started is removed again, so that the name is free. */
export function runContainer(engine: Docker, options: ContainerOptions, signal: AbortSignal): Promise<Made> {
  const doing = `run ${options.image}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      const container = await engine.createContainer({ ...createOptions(options), abortSignal });
      try {
        await container.start({ abortSignal });
      } catch (error) {
        const reason = await namingPublisher(
          engine,
          container.id,
          engineError({ doing }, error),
          abortSignal,
        );
        throw await withoutTrace(container, reason);
      }
      return nameOf(container, options, abortSignal);
    }),
  );
}

/** What the engine has called it; one that is gone already has the name that was asked for. */
async function nameOf(
  container: Docker.Container,
  { name }: ContainerOptions,
  abortSignal: AbortSignal,
): Promise<Made> {
  const { Name } = await container.inspect({ abortSignal }).catch(() => ({ Name: '' }));
  return { id: container.id, name: plainName(Name) || name };
}

/** Removes a container that could not be started; gives the reason of that, with what is left when even this fails. */
async function withoutTrace(container: Docker.Container, reason: SlipwayError): Promise<SlipwayError> {
  const doing = `remove the container ${shortName(container.id)}, which was made for it`;
  try {
    // By a deadline of its own: the caller's may be what kept it from being started.
    await attempt(doing, () =>
      withEngineDeadline('read', doing, never, async (abortSignal) => {
        const options = { force: true, v: true, abortSignal };
        await container.remove(options);
      }),
    );
    return reason;
  } catch (error) {
    const { message } = toFailure(error);
    return new SlipwayError({ ...toFailure(reason), detail: message }, { cause: reason });
  }
}
