import { rm } from 'node:fs/promises';
import type { ListedEngine } from '../contract/engines.ts';
import { ownEngine } from '../contract/own-engine.ts';
import { engineSocket, findEngineSockets, type HomePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { createDialer } from './dialer.ts';
import { type EngineRelay, relayEngine } from './engine-relay.ts';
import { loadEngines } from './engines-store.ts';
import { findEngine } from './list-engines.ts';
import { parseEndpoint, placeOf } from './parse-endpoint.ts';

/** Names an engine for one command, whichever is chosen. */
const variable = 'SLIPWAY_ENGINE';

/** An engine other than Slipway's own, reachable for this process and what it starts. */
export interface OtherEngine {
  readonly engine: ListedEngine;
  /** A socket that leads to it. */
  readonly socket: string;
  /** Why the last connection to it that failed did; undefined once a later one has brought an answer. */
  readonly failure: EngineRelay['failure'];
  /** Makes its socket anew when that was taken away; see `Relay`. */
  readonly keep: EngineRelay['keep'];
  /** Its socket goes. Idempotent. */
  close(): Promise<void>;
}

/** The name of the engine that is to be worked on: what SLIPWAY_ENGINE says, else what was chosen. */
export async function chosenEngine(
  paths: HomePaths,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  return environment[variable] || (await loadEngines(paths)).chosen;
}

/** Tells the sockets of this process apart. */
let serial = 0;

/** Makes the engine of a name reachable; undefined for Slipway's own, which is. Throws what {@link findEngine} throws. */
export async function openEngine(paths: HomePaths, name: string): Promise<OtherEngine | undefined> {
  if (name === ownEngine) return undefined;
  const engine = await findEngine(paths, name);
  await prepareHome(paths);
  await removeStale(paths);
  const endpoint = parseEndpoint(engine.endpoint, engine.tls);
  const dialer = createDialer(endpoint, { folder: paths.run });
  const socket = engineSocket(paths, process.pid, serial);
  serial = (serial + 1) % 100_000;
  const relay = await relayEngine(socket, dialer, placeOf(endpoint));
  let closed: Promise<void> | undefined;
  return {
    ...{ engine, socket, failure: relay.failure, keep: relay.keep },
    close() {
      closed ??= Promise.all([relay.close(), dialer.close()]).then(() => undefined);
      return closed;
    },
  };
}

/** What was left by processes that were killed. */
async function removeStale(paths: HomePaths): Promise<void> {
  for (const [path, pid] of await findEngineSockets(paths))
    if (pid !== process.pid && !isThere(pid)) await rm(path, { force: true });
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
