import type { recreateRequests, recreateStreams } from '../../contract/engine/recreate.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Sources } from '../../contract/streams.ts';
import type { Engines } from '../engines.ts';
import { recreateEngine } from '../recreate/recreate-engine.ts';
import { readChosen } from '../recreate/recreations.ts';

/** The code behind {@link recreateRequests}. */
export function recreateHandlers({ reading, recreations }: Engines): Handlers<typeof recreateRequests> {
  return {
    'container.chosen': ({ id }, signal) => readChosen(recreateEngine(reading), id, signal),
    'recreate.cancel': async ({ id }) => recreations.cancel(id),
    'recreate.goBack': ({ id }) => recreations.goBack(id),
    'recreate.keep': ({ id }) => recreations.keep(id),
  };
}

/** The code behind {@link recreateStreams}. */
export function recreateSources({ recreations }: Engines): Sources<typeof recreateStreams> {
  return { 'recreate.run': ({ id, options }, signal) => recreations.run(id, options, signal) };
}
