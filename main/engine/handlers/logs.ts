import type { logStreams } from '../../contract/engine/logs.ts';
import type { Sources } from '../../contract/streams.ts';
import type { Engines } from '../engines.ts';
import { followLogs } from '../logs/follow-logs.ts';
import { rosterOf } from '../logs/log-events.ts';
import { logsOf } from '../logs/open-log.ts';

/** The code behind {@link logStreams}. */
export function logSourcesAt({ reading }: Engines): Sources<typeof logStreams> {
  return {
    'logs.follow': (parameters, signal) => followLogs(logsOf(reading), rosterOf(reading), parameters, signal),
  };
}
