import { loadAssets } from '../assets.ts';
import type { ComposeParts } from '../compose/handlers.ts';
import { createComposeJobs } from '../compose/jobs.ts';
import { performProjectTask } from '../compose/run-compose.ts';
import type { EngineEvent } from '../contract/engine/system.ts';
import type { EngineTopic } from '../contract/engine/topics.ts';
import { toFailure } from '../contract/errors.ts';
import { boundedClient } from '../docker-client/bounded-client.ts';
import { createBuildParts } from '../docker-client/builds/create-builds.ts';
import type { BuildParts } from '../docker-client/builds/handlers.ts';
import { homeRegistryAuth } from '../docker-client/home-registry-auth.ts';
import { loadArchive, readOwnImages } from '../engine/bundled-images.ts';
import { readComposeLabels } from '../engine/compose-labels.ts';
import { engineAt } from '../engine/connection.ts';
import { createDebugShells } from '../engine/debug-shell.ts';
import type { Engines } from '../engine/engines.ts';
import { createEventLog } from '../engine/event-log.ts';
import { engineEvents, watchEngine } from '../engine/events.ts';
import { createHelpers, helperStarter } from '../engine/files/helpers.ts';
import { sweepHelpers, type Tenancy } from '../engine/files/sweep-helpers.ts';
import { recreateEngine } from '../engine/recreate/recreate-engine.ts';
import { createRecreations } from '../engine/recreate/recreations.ts';
import { loadImageUse } from '../engine/retention/image-uses.ts';
import { collectStats, statsEngine } from '../engine/stats/collector.ts';
import { performAt } from '../engine/transfers/perform.ts';
import type { RegistryAuth } from '../engine/transfers/registry-transfer.ts';
import { createTransfers } from '../engine/transfers/transfers.ts';
import type { HomePaths } from '../home/paths.ts';
import { never, withDeadline } from '../util/wait.ts';

/** Going back takes the stop of one container and the start of another, in milliseconds; a quit does not wait for more. */
const exchangeDeadlineMs = 30_000;

/** What Compose is in the midst of ends with the step that it is at, in milliseconds. */
const composeDeadlineMs = 15_000;

/** Removing the helpers that read files takes an engine that answers a second or two, in milliseconds. */
const helpersDeadlineMs = 5_000;

const helpersNotGone = {
  message: 'The containers by which files were read could not be removed in time.',
  hint: 'They end with their connections; what is left of them is removed when the engine is next worked on.',
};

const composeNotOver = {
  message: 'Work on a Compose project did not come to its end in time.',
  hint: 'Its containers are as they were left.',
};

const exchangeNotOver = {
  message: 'A container that was being made anew could not be brought back in time.',
  hint: 'Its page offers the way back.',
};

/** All of the window that works on one engine, and what is under way there. */
export interface EngineParts {
  readonly engines: Engines;
  readonly compose: ComposeParts;
  readonly builds: BuildParts;
  /** Told whether the engine answers. */
  setRunning(isRunning: boolean): void;
  /** Ends what is under way, in good order while there is an engine for it. Idempotent. */
  close(): Promise<void>;
}

/** What they are made from. */
export interface EnginePartsOptions {
  /** By its sockets it is this engine or that. */
  readonly paths: HomePaths;
  /** Whether somebody else's Slipway may work on it, too. */
  readonly tenancy: Tenancy;
  /** These lists are out of date. */
  readonly onChange: (topics: readonly EngineTopic[]) => void;
  readonly onEvent: (event: EngineEvent) => void;
  readonly warn: (message: string) => void;
}

/** Builds them; nothing is opened before it is used, or the engine said to run. */
export function createEngineParts({
  paths,
  tenancy,
  onChange,
  onEvent,
  warn,
}: EnginePartsOptions): EngineParts {
  const reading = engineAt(paths.ownSocket);
  const acting = engineAt(paths.dockerSocket);
  const logIn: RegistryAuth = homeRegistryAuth(paths);
  /** The images that come with Slipway, for an engine whose user has removed the one that is needed. */
  const loadTools = async (signal: AbortSignal) => {
    const { bundledImages } = await loadAssets();
    if (bundledImages !== undefined) await loadArchive(paths.ownSocket, bundledImages.file, signal);
  };
  const engines: Engines = {
    reading,
    acting,
    recreations: createRecreations(recreateEngine(acting)),
    stats: collectStats(statsEngine(reading)),
    debug: createDebugShells(reading, loadTools),
    events: createEventLog(),
    transfers: createTransfers(performAt(acting, logIn)),
    registryAuth: logIn,
    imageUse: () => loadImageUse(paths.imageUse, Date.now()),
    ownImages: () => readOwnImages(paths.bundledImages),
    helpers: createHelpers(helperStarter(acting)),
    runClient: boundedClient(paths),
  };
  const compose = {
    paths,
    jobs: createComposeJobs(performProjectTask(paths), Date.now),
    readLabels: (project: string, signal: AbortSignal) => readComposeLabels(reading, project, signal),
  };
  const builds = createBuildParts(paths, warn);
  const sweep = sweepHelpers(reading, [engines.debug.helpers], tenancy);
  const watch = watchEngine(engineEvents(reading), onChange, (message) => {
    const event = engines.events.add(message);
    if (event !== undefined) onEvent(event);
  });
  const inTime = (ms: number, words: typeof composeNotOver, work: () => Promise<void>) =>
    withDeadline(ms, never, words, work).catch((error: unknown) => warn(toFailure(error).message));
  const end = async () => {
    watch.close();
    engines.stats.close();
    engines.transfers.close();
    const unbuilt = builds.builds.close();
    const unhelped = engines.helpers.close();
    // Containers that are being exchanged get their place again while there is an engine to give it to them.
    await inTime(exchangeDeadlineMs, exchangeNotOver, () => engines.recreations.close());
    await unbuilt;
    // Compose is interrupted as by Ctrl-C while there is an engine for it.
    await inTime(composeDeadlineMs, composeNotOver, () => compose.jobs.close());
    // Another engine goes on, and with it what is left there; the connection to it ends with this.
    if (tenancy === 'shared') await inTime(helpersDeadlineMs, helpersNotGone, () => unhelped);
  };
  let ended: Promise<void> | undefined;
  return {
    ...{ engines, compose, builds },
    setRunning(isRunning) {
      watch.setRunning(isRunning);
      engines.stats.setRunning(isRunning);
      sweep(isRunning);
    },
    close() {
      ended ??= end();
      return ended;
    },
  };
}
