import type Docker from 'dockerode';
import { z } from 'zod';
import { askJson } from '../ask.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';

const schema = z.object({
  Swarm: z
    .object({
      NodeID: z.string().nullish(),
      NodeAddr: z.string().nullish(),
      LocalNodeState: z.string().nullish(),
      ControlAvailable: z.boolean().nullish(),
      Error: z.string().nullish(),
    })
    .nullish(),
});

/** How an engine itself stands to a Swarm. */
export interface OwnStanding {
  /** The engine's word: `inactive`, `pending`, `active`, `error` or `locked`. */
  readonly state: string;
  /** It is a manager, and as far as it knows one that others answer. */
  readonly isManager: boolean;
  readonly nodeId: string;
  /** By which the other nodes reach it. */
  readonly address: string;
  /** What is wrong, in the engine's words; empty when nothing is. */
  readonly error: string;
}

/** Asks an engine, manager or not, how it stands to a Swarm. */
export function readOwnStanding(engine: Docker, signal: AbortSignal): Promise<OwnStanding> {
  const doing = 'read how the engine stands to a Swarm';
  return attempt(doing, () =>
    withEngineDeadline('read', doing, signal, async (until) => {
      const { Swarm } = schema.parse(await askJson(engine, { method: 'GET', path: '/info' }, until));
      return {
        state: Swarm?.LocalNodeState ?? 'inactive',
        isManager: Swarm?.ControlAvailable ?? false,
        nodeId: Swarm?.NodeID ?? '',
        address: Swarm?.NodeAddr ?? '',
        error: Swarm?.Error ?? '',
      };
    }),
  );
}
