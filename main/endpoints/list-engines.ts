import type { EngineEntry, ListedEngine } from '../contract/engines.ts';
import { type Failure, SlipwayError, toFailure } from '../contract/errors.ts';
import { ownEngine } from '../contract/own-engine.ts';
import { dockerHost } from '../docker-client/client-environment.ts';
import { type DockerContext, listContexts } from '../docker-client/list-contexts.ts';
import type { HomePaths } from '../home/paths.ts';
import { loadEngines } from './engines-store.ts';
import { parseEndpoint, withoutPassword } from './parse-endpoint.ts';

/** How docker's contexts are read; for specs. */
type ReadContexts = () => Promise<readonly DockerContext[]>;

/** All engines that are known, and what went wrong in finding out. */
export interface KnownEngines {
  /** Slipway's own first, then those that were added, then docker's contexts that lead elsewhere. */
  readonly engines: readonly ListedEngine[];
  /** Docker's contexts cannot be read. */
  readonly problem: Failure | null;
}

/** Lists engines; asks none. One of docker's contexts does not count beside an engine that was added under the same name. */
export async function listEngines(
  paths: HomePaths,
  readContexts: ReadContexts = listContexts,
): Promise<KnownEngines> {
  const { engines, chosen } = await loadEngines(paths);
  let problem: Failure | null = null;
  const contexts = await readContexts().catch((error: unknown): readonly DockerContext[] => {
    problem = toFailure(error);
    return [];
  });
  const own: EngineEntry = { name: ownEngine, endpoint: dockerHost(paths), tls: null };
  const taken = new Set([ownEngine, ...engines.map(({ name }) => name)]);
  const others = contexts.filter(({ name, endpoint }) => !taken.has(name) && endpoint !== own.endpoint);
  const list = (entry: EngineEntry, origin: ListedEngine['origin'], why: Failure | null): ListedEngine => ({
    ...{ name: entry.name, endpoint: withoutPassword(entry.endpoint), tls: entry.tls, origin },
    ...{ isChosen: entry.name === chosen, problem: why },
  });
  return {
    engines: [
      list(own, 'slipway', null),
      ...engines.map((entry) => list(entry, 'added', whyUnusable(entry))),
      ...others.map((context) => list(context, 'docker', whyContextUnusable(context))),
    ],
    problem,
  };
}

/** The engine of a name. Docker is asked only when none was added under it. Throws `not-found`, or why it cannot be used. */
export async function findEngine(
  paths: HomePaths,
  name: string,
  readContexts: ReadContexts = listContexts,
): Promise<ListedEngine> {
  const isOurs = name === ownEngine || (await loadEngines(paths)).engines.some((one) => one.name === name);
  const { engines, problem } = await listEngines(paths, isOurs ? async () => [] : readContexts);
  const found = engines.find((engine) => engine.name === name);
  if (found?.problem) throw new SlipwayError(found.problem);
  if (found !== undefined) return found;
  if (problem !== null) throw new SlipwayError(problem);
  throw new SlipwayError({
    code: 'not-found',
    message: `There is no engine named ${name}.`,
    hint: '`slipway engine list` prints which there are, and `slipway engine use slipway` goes back to Slipway’s own.',
  });
}

function whyUnusable({ endpoint, tls }: EngineEntry): Failure | null {
  try {
    parseEndpoint(endpoint, tls);
    return null;
  } catch (error) {
    return toFailure(error);
  }
}

function whyContextUnusable(context: DockerContext): Failure | null {
  if (!context.isUnverified) return whyUnusable(context);
  return {
    code: 'invalid-argument',
    message: `The docker context ${context.name} takes any certificate for its engine’s (skip-tls-verify), which Slipway does not.`,
    hint: 'Give it the certificate of its authority: `docker context update --docker host=…,ca=FILE`.',
  };
}
