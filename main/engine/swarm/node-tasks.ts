import type Docker from 'dockerode';
import type { SwarmNode } from '../../contract/engine/swarm-lists.ts';
import { askJson } from '../ask.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { describeNodes, describeTasks } from './describe-cluster.ts';

/** States of a task whose container is there, or about to be. */
const present: readonly string[] = ['assigned', 'accepted', 'preparing', 'ready', 'starting', 'running'];

/** The nodes of a Swarm, as a manager knows them. */
export function readNodes(engine: Docker, signal: AbortSignal): Promise<readonly SwarmNode[]> {
  const doing = 'read the Swarm’s nodes';
  return attempt(doing, () =>
    withEngineDeadline('read', doing, signal, async (until) =>
      describeNodes(await askJson(engine, { method: 'GET', path: '/nodes' }, until), ''),
    ),
  );
}

/** How many tasks have a container on a node. */
export function countTasksOn(engine: Docker, node: string, signal: AbortSignal): Promise<number> {
  const doing = 'read the node’s tasks';
  const query = { filters: JSON.stringify({ node: [node] }) };
  return attempt(doing, () =>
    withEngineDeadline('read', doing, signal, async (until) => {
      const tasks = describeTasks(await askJson(engine, { method: 'GET', path: '/tasks', query }, until));
      return tasks.filter(({ state }) => present.includes(state)).length;
    }),
  );
}
