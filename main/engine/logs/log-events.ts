import type Docker from 'dockerode';
import type { GetEventsOptions } from 'dockerode';
import type { z } from 'zod';
import type { LogContainer, logSources } from '../../contract/engine/logs.ts';
import { linesOf } from '../../util/lines-of.ts';
import { listContainers } from '../containers.ts';
import { readMessage } from '../engine-message.ts';
import { isHelper } from '../files/helper-labels.ts';

/** Which containers there are, and which start: what {@link followLogs} has to know of an engine beside its logs. */
export interface LogRoster {
  list(signal: AbortSignal): Promise<readonly LogContainer[]>;
  /** Resolves once it listens; hears of every start, also again of the same container, until the signal aborts. */
  starts(signal: AbortSignal): Promise<AsyncIterable<LogContainer>>;
}

const projectLabel = 'com.docker.compose.project';
const serviceLabel = 'com.docker.compose.service';

/** The container that has started, by a line of the engine's events; undefined for anything else. */
export function startOfEvent(line: string): LogContainer | undefined {
  const event = readMessage(line);
  if (event?.Type !== 'container' || event.Action !== 'start' || !event.Actor?.ID) return undefined;
  const { ID: id, Attributes } = event.Actor;
  const attributes = Attributes ?? {};
  if (isHelper(attributes)) return undefined;
  return {
    id,
    name: attributes.name ?? id.slice(0, 12),
    project: attributes[projectLabel] || null,
    service: attributes[serviceLabel] || null,
  };
}

/** Whether a container is one of those that are asked for. */
export function isAmong(sources: z.output<typeof logSources>, { id, project }: LogContainer): boolean {
  // The tasks of a service are all that its roster has.
  if (sources.kind !== 'chosen') return true;
  return sources.containers.includes(id) || (project !== null && sources.projects.includes(project));
}

/** The containers of an engine. */
export function rosterOf(engine: Docker): LogRoster {
  return {
    async list(signal) {
      const containers = await listContainers(engine, signal);
      return containers.map(({ id, name, project, service }) => ({ id, name, project, service }));
    },
    async starts(abortSignal) {
      const options: GetEventsOptions = {
        filters: { type: ['container'], event: ['start'] },
        abortSignal,
      };
      const stream = await engine.getEvents(options);
      // What cuts it off before it is read is heard by whoever reads it then.
      stream.on('error', () => undefined);
      stream.setEncoding('utf8');
      return startsIn(stream as AsyncIterable<string>);
    },
  };
}

async function* startsIn(stream: AsyncIterable<string>): AsyncGenerator<LogContainer> {
  for await (const line of linesOf(stream)) {
    const start = startOfEvent(line);
    if (start !== undefined) yield start;
  }
}
