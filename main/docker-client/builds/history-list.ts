import type { Build, BuildState } from '../../contract/builds.ts';
import { nameOr } from './build-name.ts';
import type { HistoryEvent } from './control-messages.ts';

/** Most builds that are listed. BuildKit keeps fifty unless its user has said otherwise. */
const mostListed = 500;

/** What a build's name for itself looks like. */
const listedRef = /^[\w.-]{1,200}$/;

/** The builder that the engine itself has, and its only node: buildx puts both before a build's name. */
const builder = 'default/default';

/** gRPC's status for what was cancelled. */
const cancelled = 1;

/** The builds that the history has told of, in its order. `nameOf`: what one is called, empty where nobody knows. */
export async function listBuilds(
  events: readonly HistoryEvent[],
  nameOf: (event: HistoryEvent) => Promise<string>,
): Promise<readonly Build[]> {
  const told = events.filter(({ ref }) => listedRef.test(ref)).slice(0, mostListed);
  return Promise.all(
    told.map(async (event) => {
      const { ref, createdAt, completedAt, steps } = event;
      const id = `${builder}/${ref}`;
      return {
        ...{
          id,
          ref: id,
          name: nameOr(await nameOf(event), ref),
          isOurs: false,
          description: null,
          kept: null,
        },
        ...{ startedAt: Math.trunc(createdAt), endedAt: completedAt && Math.trunc(completedAt) },
        ...{ steps, state: stateOf(event) },
      };
    }),
  );
}

function stateOf({ kind, error }: HistoryEvent): BuildState {
  if (kind === 'started') return { kind: 'running' };
  if (error === null) return { kind: 'done', image: null };
  return error === cancelled ? { kind: 'cancelled' } : { kind: 'failed', failure: null, lines: null };
}
