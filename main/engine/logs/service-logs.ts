import type Docker from 'dockerode';
import { z } from 'zod';
import type { LogContainer } from '../../contract/engine/logs.ts';
import { delay } from '../../util/wait.ts';
import { askJson } from '../ask.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
import type { LogRoster } from './log-events.ts';

/** Milliseconds between two looks for new tasks: those of other nodes are told by no event. */
const lookEveryMs = 2_000;

const described = z.object({ Spec: z.object({ Name: z.string() }) });
const listed = z.array(
  z.object({
    ID: z.string(),
    Slot: z.number().nullish(),
    NodeID: z.string().nullish(),
    Status: z
      .object({ ContainerStatus: z.object({ ContainerID: z.string().nullish() }).nullish() })
      .nullish(),
  }),
);

/**
 * The tasks of a service, wherever they run, in the place of containers. One without a container has no log: it joins once it has
 * one.
 */
export function tasksOf(engine: Docker, service: string): LogRoster {
  const doing = 'list the tasks of the service';
  const list = (signal: AbortSignal): Promise<readonly LogContainer[]> =>
    attempt(doing, () =>
      withEngineDeadline('read', doing, signal, async (abortSignal) => {
        const path = `/services/${encodeURIComponent(service)}`;
        const query = { filters: JSON.stringify({ service: [service] }) };
        const [about, tasks] = await Promise.all([
          askJson(engine, { method: 'GET', path }, abortSignal),
          askJson(engine, { method: 'GET', path: '/tasks', query }, abortSignal),
        ]);
        const { Name } = described.parse(about).Spec;
        return listed
          .parse(tasks)
          .filter(({ Status }) => Boolean(Status?.ContainerStatus?.ContainerID))
          .map(({ ID, Slot, NodeID }) => ({
            id: ID,
            name: `${Name}.${Slot || (NodeID ?? '').slice(0, 5)}`,
            project: null,
            service: Name,
          }));
      }),
    );
  return {
    list,
    async starts(signal) {
      const known = new Set((await list(signal)).map(({ id }) => id));
      return newOnes(list, known, signal);
    },
  };
}

async function* newOnes(
  list: (signal: AbortSignal) => Promise<readonly LogContainer[]>,
  known: Set<string>,
  signal: AbortSignal,
): AsyncGenerator<LogContainer> {
  for (;;) {
    await delay(lookEveryMs, signal);
    for (const task of await list(signal)) {
      if (known.has(task.id)) continue;
      known.add(task.id);
      yield task;
    }
  }
}
