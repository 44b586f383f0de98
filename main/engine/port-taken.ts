import type Docker from 'dockerode';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { nameInList } from './plain-name.ts';

/** An error for a port that another container publishes, with that container's name in it; every other one as it is. */
export async function namingPublisher(
  engine: Docker,
  error: SlipwayError,
  abortSignal: AbortSignal,
): Promise<SlipwayError> {
  const found = /port (\S+:(\d+)) is published by another container/.exec(error.message);
  if (found === null) return error;
  const name = await publisherOf(engine, Number(found[2]), abortSignal).catch(() => undefined);
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

async function publisherOf(
  engine: Docker,
  port: number,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const containers = await engine.listContainers({ abortSignal });
  const holder = containers.find(({ Ports }) => Ports.some(({ PublicPort }) => PublicPort === port));
  return holder && nameInList(holder.Names, holder.Id);
}
