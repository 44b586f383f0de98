import { setMaxListeners } from 'node:events';
import type Docker from 'dockerode';
import { z } from 'zod';
import type { Swarm } from '../../contract/engine/swarm-lists.ts';
import { askJson } from '../ask.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { describeFiles, describeNodes, describeTasks } from './describe-cluster.ts';
import { describeServices } from './describe-services.ts';
import { refusalOf, standingOf } from './standing.ts';

const info = z.object({
  Swarm: z
    .object({
      NodeID: z.string().nullish(),
      RemoteManagers: z.array(z.object({ Addr: z.string().nullish() })).nullish(),
    })
    .nullish(),
});

/**
 * Milliseconds between two questions to an engine that does not answer the first. What it is asked in the 10 s after its Swarm has lost
 * the leader it leaves without an answer for 20 s; what it is asked later it refuses at once, and says why.
 */
const askAgainEveryMs = 2_000;

/** How many of these may be without an answer: one asked after the 10 s is among them. */
const mostAskedAgain = 6;

/** Reads all that the engine tells of its Swarm. */
export type ReadSwarm = (signal: AbortSignal) => Promise<Swarm>;

/**
 * Reads what there is at an engine. Which node is its own is asked once for each Swarm: that answer is as dear as all others
 * together, since the engine starts programs for it.
 */
export function swarmReader(engine: Docker): ReadSwarm {
  let own = '';
  const doing = 'read the Swarm';
  const get = (path: string, signal: AbortSignal, query: Readonly<Record<string, string>> = {}) =>
    askJson(engine, { method: 'GET', path, query }, signal);
  const about = async (signal: AbortSignal) => info.parse(await get('/info', signal)).Swarm;

  const readLists = async (signal: AbortSignal): Promise<Swarm> => {
    const [nodes, services, tasks, secrets, configs] = await Promise.all([
      get('/nodes', signal),
      get('/services', signal, { status: 'true' }),
      get('/tasks', signal),
      get('/secrets', signal),
      get('/configs', signal),
    ]);
    if (!describeNodes(nodes, own).some(({ isOwn }) => isOwn)) own = (await about(signal))?.NodeID ?? '';
    return {
      kind: 'manager',
      nodes: describeNodes(nodes, own),
      services: describeServices(services),
      tasks: describeTasks(tasks),
      secrets: describeFiles(secrets),
      configs: describeFiles(configs),
    };
  };

  /** The lists; rejects as soon as the engine says that it will not tell them, be it to a later question. */
  const readOrRefusal = async (signal: AbortSignal): Promise<Swarm> => {
    const over = new AbortController();
    const ends = AbortSignal.any([signal, over.signal]);
    // One for each question.
    setMaxListeners(0, ends);
    let again: NodeJS.Timeout | undefined;
    let unanswered = 0;
    const refused = new Promise<never>((_, reject) => {
      const ask = async () => {
        if (unanswered === mostAskedAgain) return;
        unanswered += 1;
        try {
          await get('/nodes', ends);
        } catch (error) {
          // Whatever else goes wrong is for the lists to say.
          if (standingOf(error) !== undefined) reject(error);
        } finally {
          unanswered -= 1;
        }
      };
      again = setInterval(() => void ask(), askAgainEveryMs);
    });
    try {
      return await Promise.race([readLists(ends), refused]);
    } finally {
      clearInterval(again);
      over.abort();
    }
  };

  return (signal) =>
    attempt(doing, () =>
      withEngineDeadline('read', doing, signal, async (abortSignal) => {
        try {
          return await readOrRefusal(abortSignal);
        } catch (error) {
          const standing = standingOf(error);
          switch (standing) {
            case undefined:
              throw error;
            case 'none':
            case 'preparing':
            case 'locked':
              return { kind: standing };
            case 'worker': {
              const managers = (await about(abortSignal))?.RemoteManagers ?? [];
              return { kind: standing, managers: managers.flatMap(({ Addr }) => Addr || []) };
            }
            case 'leaderless':
              return { kind: standing, message: refusalOf(error) };
          }
        }
      }),
    );
}
