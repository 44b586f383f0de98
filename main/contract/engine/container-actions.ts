import { z } from 'zod';
import { request } from '../requests.ts';
import { stream } from '../streams.ts';
import { containerNamePattern, type KillSignal, killSignals } from './container-words.ts';
import { identity, onOne } from './identity.ts';
import { imageReference } from './images.ts';

const signals = Object.keys(killSignals) as KillSignal[];

/** What can be done to a container beyond starting, stopping and removing it. */
export const containerActionRequests = {
  /** Its processes stand still until they are let go on. Rejects for one that stands still already. */
  'containers.pause': request<void>()(onOne),
  'containers.unpause': request<void>()(onOne),
  'containers.kill': request<void>()(z.strictObject({ id: identity, signal: z.enum(signals) })),
  'containers.rename': request<void>()(
    z.strictObject({ id: identity, name: z.string().trim().regex(containerNamePattern) }),
  ),
  /** Makes an image of what its files are now, volumes left out. Answers the image's id. */
  'containers.commit': request<{ readonly imageId: string }>()(
    z.strictObject({
      id: identity,
      /** A name, with a tag or without; empty: the image has its id alone. */
      name: z.union([z.literal(''), imageReference]).default(''),
      author: z.string().max(1_024).default(''),
      message: z.string().max(8_192).default(''),
      /** Lets it stand still meanwhile, so that no file is caught in the midst of being written. */
      pause: z.boolean().default(true),
    }),
  ),
} as const;

/** How a container has ended. */
export interface ContainerExit {
  readonly exitCode: number;
}

/** What takes as long as the container does. */
export const containerActionStreams = {
  /** One piece, once it has ended and is not started again by itself; at once for one that does not run. */
  'containers.wait': stream<ContainerExit>()(onOne),
} as const;
