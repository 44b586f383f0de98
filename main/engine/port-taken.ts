import type Docker from 'dockerode';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { askJson } from './ask.ts';
import { describeListed, runningPath } from './listed-containers.ts';
import { publishersAmong } from './port-publishers.ts';

/**
 * An error for a port that another container publishes, with that container's name in it; every other one as it is. `id` is of
 * the container that was to have the port.
 */
export async function namingPublisher(
  engine: Docker,
  id: string,
  error: SlipwayError,
  abortSignal: AbortSignal,
): Promise<SlipwayError> {
  const [, address, port] = /port (\S+):(\d+) is published by another container/.exec(error.message) ?? [];
  if (address === undefined) return error;
  const place = { address, port: Number(port) };
  const name = await publisherOf(engine, id, place, abortSignal).catch(() => undefined);
  if (name === undefined) return error;
  const failure = toFailure(error);
  return new SlipwayError(
    {
      ...failure,
      message: failure.message.replace('another container', `the container ${name}`),
      hint: `Choose another host port, or stop ${name}.`,
    },
    { cause: error },
  );
}

/** The engine says at which address the port is taken, and not of which protocol: that is what was asked for. */
async function publisherOf(
  engine: Docker,
  id: string,
  place: { readonly address: string; readonly port: number },
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const { HostConfig } = await engine.getContainer(id).inspect({ abortSignal });
  const bindings = HostConfig.PortBindings as Readonly<Record<string, readonly HostBinding[] | null>> | null;
  const running = await askJson(engine, { method: 'GET', path: runningPath }, abortSignal);
  const publisherAt = publishersAmong(describeListed(running));
  for (const [key, wanted] of Object.entries(bindings ?? {})) {
    if (!wanted?.some(({ HostPort }) => Number(HostPort) === place.port)) continue;
    const publisher = publisherAt({ protocol: key.split('/')[1] ?? 'tcp', ...place });
    if (publisher !== undefined) return publisher.name;
  }
  return undefined;
}

/** Where a port of a container is to be published, as the engine has it. */
interface HostBinding {
  readonly HostPort: string;
}
