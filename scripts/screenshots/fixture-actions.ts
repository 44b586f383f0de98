import type {
  containerActionRequests,
  containerActionStreams,
} from '../../main/contract/engine/container-actions.ts';
import type { Handlers } from '../../main/contract/requests.ts';
import type { Sources } from '../../main/contract/streams.ts';

/** What is done to containers, as far as it succeeds; `act` takes what is done in the engine side's words. */
export function fixtureActions(
  act: (doing: string) => Promise<void>,
): Handlers<typeof containerActionRequests> {
  const on =
    (verb: string) =>
    ({ id }: { readonly id: string }) =>
      act(`${verb} the container ${id.slice(0, 12)}`);
  return {
    'containers.pause': on('pause'),
    'containers.unpause': on('unpause'),
    'containers.kill': on('send a signal to'),
    'containers.rename': on('rename'),
    'containers.commit': async ({ id }) => {
      await on('make an image of')({ id });
      return { imageId: `sha256:${'1'.repeat(64)}` };
    },
  };
}

/** A container that never ends. */
export const fixtureWaits: Sources<typeof containerActionStreams> = {
  'containers.wait': async function* (_, signal) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  },
};
