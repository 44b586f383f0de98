import type { statsRequests, statsStreams } from '../../contract/engine/stats.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Sources } from '../../contract/streams.ts';
import type { Engines } from '../engines.ts';

/** The code behind {@link statsRequests}. */
export function statsHandlers({ stats }: Engines): Handlers<typeof statsRequests> {
  return { 'stats.history': async ({ id }) => stats.history(id) };
}

/** The code behind {@link statsStreams}. */
export function statsSources({ stats }: Engines): Sources<typeof statsStreams> {
  return { 'stats.live': ({ focus }, signal) => stats.live(focus, signal) };
}
