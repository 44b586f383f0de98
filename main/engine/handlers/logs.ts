import type Docker from 'dockerode';
import type { z } from 'zod';
import type { logRequests, logSources, logStreams } from '../../contract/engine/logs.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Sources } from '../../contract/streams.ts';
import type { ChosenFiles } from '../../util/chosen-files.ts';
import type { Engines } from '../engines.ts';
import { followLogs } from '../logs/follow-logs.ts';
import { type LogRoster, rosterOf } from '../logs/log-events.ts';
import { logsOf, type OpenLogs } from '../logs/open-log.ts';
import { saveLogs } from '../logs/save-logs.ts';
import { tasksOf } from '../logs/service-logs.ts';
import { readWholeLine } from '../logs/whole-line.ts';

/** The code behind {@link logRequests}. */
export function logHandlers({ acting }: Engines): Handlers<typeof logRequests> {
  return {
    'logs.line': ({ isTask, ...line }, signal) =>
      readWholeLine(logsOf(acting, isTask ? 'tasks' : 'containers'), line, signal),
  };
}

/** The code behind {@link logStreams}. */
export function logSourcesAt({ reading, acting }: Engines, files: ChosenFiles): Sources<typeof logStreams> {
  return {
    'logs.follow': (parameters, signal) => {
      const [open, roster] = logsFor(reading, parameters.sources);
      return followLogs(open, roster, parameters, signal);
    },
    'logs.save': (parameters, signal) => {
      const [open, roster] = logsFor(acting, parameters.sources);
      return saveLogs(open, roster, parameters, files.path('write', parameters.target), signal);
    },
  };
}

function logsFor(engine: Docker, sources: z.output<typeof logSources>): readonly [OpenLogs, LogRoster] {
  return sources.kind === 'service'
    ? [logsOf(engine, 'tasks'), tasksOf(engine, sources.id)]
    : [logsOf(engine), rosterOf(engine)];
}
