import type { logRequests, logStreams } from '../../contract/engine/logs.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Sources } from '../../contract/streams.ts';
import type { ChosenFiles } from '../../util/chosen-files.ts';
import type { Engines } from '../engines.ts';
import { followLogs } from '../logs/follow-logs.ts';
import { rosterOf } from '../logs/log-events.ts';
import { logsOf } from '../logs/open-log.ts';
import { saveLogs } from '../logs/save-logs.ts';
import { readWholeLine } from '../logs/whole-line.ts';

/** The code behind {@link logRequests}. */
export function logHandlers({ acting }: Engines): Handlers<typeof logRequests> {
  return {
    'logs.line': (parameters, signal) => readWholeLine(logsOf(acting), parameters, signal),
  };
}

/** The code behind {@link logStreams}. */
export function logSourcesAt({ reading, acting }: Engines, files: ChosenFiles): Sources<typeof logStreams> {
  return {
    'logs.follow': (parameters, signal) => followLogs(logsOf(reading), rosterOf(reading), parameters, signal),
    'logs.save': (parameters, signal) =>
      saveLogs(logsOf(acting), rosterOf(acting), parameters, files.path('write', parameters.target), signal),
  };
}
