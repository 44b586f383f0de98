import { isDeepStrictEqual } from 'node:util';
import type { ListedEngine } from '../contract/engines.ts';
import { toFailure } from '../contract/errors.ts';
import { ownEngine } from '../contract/own-engine.ts';
import type { Status } from '../contract/status.ts';
import { dockerHost } from '../docker-client/client-environment.ts';
import { type OtherEngine, openEngine } from '../endpoints/chosen-engine.ts';
import { loadEngines } from '../endpoints/engines-store.ts';
import { findEngine } from '../endpoints/list-engines.ts';
import type { HomePaths } from '../home/paths.ts';
import type { EngineParts } from './engine-parts.ts';
import { type WatchedEngine, watchOtherEngine } from './other-engine.ts';

/** Which engine the window works on. */
export interface EngineSwitch {
  /** The one that it works on now. */
  present(): Pick<ListedEngine, 'name' | 'endpoint'>;
  parts(): EngineParts;
  /** How it is; undefined for Slipway's own, of which the host tells. */
  status(): Status | undefined;
  /**
   * Turns to the engine that is chosen, unless it is the one already. Rejects when that cannot be found, and with what `mayTurn`
   * throws. What was under way on the one before ends behind it.
   */
  follow(): Promise<void>;
  /** Ends what is under way on another engine than Slipway's own. Idempotent. */
  close(): Promise<void>;
}

/** What it is made from. */
export interface EngineSwitchOptions {
  readonly paths: HomePaths;
  /** Of Slipway's own engine: they stay, and what is under way there goes on whichever engine is looked at. */
  readonly own: EngineParts;
  readonly createParts: (paths: HomePaths) => EngineParts;
  /** Throws when something would be lost by turning now. */
  readonly mayTurn: () => void;
  readonly warn: (message: string) => void;
  /** Hears how another engine is, whenever that changes. */
  readonly onStatus: (status: Status) => void;
  /** The page is to be loaded anew: everything that it knows is of the engine before. */
  readonly onTurned: () => void;
}

/** Another engine that is worked on. */
interface Present {
  readonly other: OtherEngine;
  readonly parts: EngineParts;
  readonly watch: WatchedEngine;
}

/** Works on Slipway's own engine until it is told to follow. */
export function createEngineSwitch(options: EngineSwitchOptions): EngineSwitch {
  const { paths, own } = options;
  let present: Present | undefined;
  let last: Promise<void> = Promise.resolve();
  let isClosed = false;
  /** Of engines that are not worked on any more. */
  const ending = new Set<Promise<void>>();

  const open = async (name: string): Promise<Present | undefined> => {
    const other = await openEngine(paths, name);
    if (other === undefined) return undefined;
    const parts = options.createParts(pathsOf(paths, other.socket));
    const watch = watchOtherEngine({
      ...{ home: paths.home, other },
      onStatus(status) {
        parts.setRunning(status.state === 'running');
        if (present?.parts === parts) options.onStatus(status);
      },
    });
    return { other, parts, watch };
  };
  const end = async ({ other, parts, watch }: Present) => {
    watch.close();
    parts.setRunning(false);
    try {
      await parts.close();
    } finally {
      await other.close();
    }
  };
  /** What is under way may take half a minute to end, on an engine that is lost above all. */
  const endBehind = (one: Present) => {
    const ended = end(one).then(
      () => void ending.delete(ended),
      (error: unknown) => {
        ending.delete(ended);
        options.warn(
          `What was under way on ${one.other.engine.name} did not end well: ${toFailure(error).message}`,
        );
      },
    );
    ending.add(ended);
  };
  const presentNow = () => present?.other.engine ?? { name: ownEngine, endpoint: dockerHost(paths) };
  /** A name may be another machine's by now. One that cannot be looked up is stayed on. */
  const isPresent = async (name: string) => {
    const engine = present?.other.engine;
    if (engine === undefined || engine.name !== name) return name === presentNow().name;
    const found = await findEngine(paths, name).catch(() => engine);
    return isDeepStrictEqual([found.endpoint, found.tls], [engine.endpoint, engine.tls]);
  };
  const turn = async () => {
    const { chosen } = await loadEngines(paths);
    if (isClosed || (await isPresent(chosen))) return;
    const next = await open(chosen);
    try {
      options.mayTurn();
    } catch (error) {
      if (next !== undefined) endBehind(next);
      throw error;
    }
    const before = present;
    present = next;
    options.onTurned();
    if (before !== undefined) endBehind(before);
  };
  return {
    present: presentNow,
    parts: () => present?.parts ?? own,
    status: () => present?.watch.status(),
    follow() {
      const turned = last.then(turn);
      last = turned.catch(() => undefined);
      return turned;
    },
    async close() {
      isClosed = true;
      await last;
      if (present !== undefined) endBehind(present);
      await Promise.all(ending);
    },
  };
}

/** A home by whose sockets another engine is reached. What is written down of Slipway's own engine is not of that one. */
function pathsOf(paths: HomePaths, socket: string): HomePaths {
  return {
    ...paths,
    ...{ dockerSocket: socket, ownSocket: socket },
    ...{ builds: paths.otherBuilds, imageUse: '', bundledImages: '' },
  };
}
