import type { Assets } from '../assets.ts';
import type { Failure } from '../contract/errors.ts';
import type { HostEvents, hostRequests } from '../contract/host.ts';
import { hostRequests as definitions } from '../contract/host.ts';
import type { Handlers } from '../contract/requests.ts';
import type { Status } from '../contract/status.ts';
import { createDispatch } from '../control/dispatch.ts';
import { type ControlServer, serveControl } from '../control/server.ts';
import { publishContext, withdrawContext } from '../docker-client/context.ts';
import { loadBundledImages } from '../engine/bundled-images.ts';
import { countRunningContainers, type EngineVersion, readEngineVersion } from '../engine/probe.ts';
import { followRemovals } from '../engine/removals.ts';
import { type HomeLock, type LockHolder, takeLock } from '../home/lock.ts';
import type { HomePaths } from '../home/paths.ts';
import { keepReserve } from '../home/reserve.ts';
import type { Log, Logger } from '../logging/logger.ts';
import { chosenCpus, chosenMemoryMiB } from '../settings/machine-size.ts';
import { listSettings, loadSettings, setSetting, unsetSetting } from '../settings/settings-store.ts';
import { createSnapshots, recoverSnapshots, type SnapshotService } from '../snapshots/snapshots.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import { openConsoleLog } from '../vm/console-log.ts';
import { createSupervisor } from '../vm/create-supervisor.ts';
import { findImageTool } from '../vm/drivers/qemu/image-tool.ts';
import { createQemuDriver } from '../vm/drivers/qemu/qemu-driver.ts';
import { loadKeys } from '../vm/keys.ts';
import { loadStageTimes } from '../vm/stage-times.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { type ConsoleFeed, feedConsole } from './console-feed.ts';
import { careForDisk, memoryUse } from './disk-care.ts';
import { createDockerSocket } from './docker-socket.ts';
import { enterHome } from './enter-home.ts';
import { watchIdle } from './idle-sleep.ts';
import { openOwnSocket, pingBeside } from './own-socket.ts';
import { readSettingsFacts, type SettingsFacts } from './settings-facts.ts';
import { readSleep } from './sleep-facts.ts';
import { statusOf } from './status.ts';
import { scheduleTrims } from './trim-schedule.ts';

/** An engine that has just answered a ping tells its version at once; a loaded one takes a while. In milliseconds. */
const versionDeadlineMs = 15_000;

/** Counting containers is quick, on an emulated processor too. In milliseconds. */
const containersDeadlineMs = 15_000;

/** A VM that does not obey within its monitor's deadline is ended; this is for everything together. In milliseconds. */
const adoptionDeadlineMs = 20_000;

/** What a host is made from. */
export interface HostOptions {
  readonly paths: HomePaths;
  readonly kind: LockHolder['kind'];
  readonly assets: Assets;
  readonly logger: Logger;
}

/** The process that supervises the VM of a home, seen from inside it. */
export interface Host {
  readonly handlers: Handlers<typeof hostRequests>;
  status(): Status;
  /** Hears an event; answers how to stop hearing it. */
  on<Name extends keyof HostEvents>(name: Name, listener: (payload: HostEvents[Name]) => void): () => void;
  /** Works on the files of the home although no VM runs: not the time to leave. */
  busy(): boolean;
  /**
   * Puts the VM to sleep for good: nobody who comes meanwhile wakes it. Rejects with why it cannot sleep, or once the signal
   * aborts: the VM then goes on.
   */
  rest(signal: AbortSignal): Promise<void>;
  /** Leaves: a VM that runs goes on, for the next host to adopt. The home is free afterwards. Idempotent. */
  leave(): Promise<void>;
}

/** Becomes the host of a home. Answers the living holder when another process already is. */
export async function openHost(options: HostOptions): Promise<Host | LockHolder> {
  await enterHome(options.paths);
  const lock = await takeLock(options.paths.lock, options.kind);
  if (!('release' in lock)) return lock;
  try {
    return await assemble(options, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function assemble(options: HostOptions, lock: HomeLock): Promise<Host> {
  const { paths, assets, logger } = options;
  const now = () => Date.now();
  const listeners: { [Name in keyof HostEvents]: Set<(payload: HostEvents[Name]) => void> } = {
    status: new Set(),
    console: new Set(),
    snapshots: new Set(),
  };
  const consoleLog = openConsoleLog(paths.consoleLog);
  let control: ControlServer | undefined;
  let feed: ConsoleFeed | undefined;
  let engine: EngineVersion | null = null;
  let sleep: Status['sleep'] = null;
  let notes: readonly Failure[] = [];
  let settings: SettingsFacts = { problems: [], wantsSoftware: false };
  let left: Promise<void> | undefined;

  const log: Log = (level, message) => logger[level](message);

  const bundledQemu = assets.qemu?.dir ?? null;
  const ownQemu = async () => (await loadSettings(paths))['qemu.path'];
  const driver = createQemuDriver({
    ...{ paths, console: consoleLog, imageFolder: assets.image.dir, bundledQemu, ownQemu, now, log },
  });
  const specification = async () => {
    const settings = await loadSettings(paths);
    return {
      cpus: chosenCpus(settings['vm.cpus']),
      memoryMiB: chosenMemoryMiB(settings['vm.memoryMiB']),
      accelerator: settings['vm.accelerator'],
      diskGiB: settings['vm.diskGiB'],
    };
  };
  await recoverSnapshots(paths);
  const supervisor: Supervisor = createSupervisor({
    paths,
    console: consoleLog,
    keys: await loadKeys(paths),
    stageTimes: await loadStageTimes(paths.stageTimes),
    driver,
    specification,
    beforeBoot: (image, signal) => snapshots.beforeBoot(image, signal),
    dropConnections: async () => {
      socket.drop();
      own.drop();
    },
    ping: (signal) => pingBeside(paths, isRunning(), signal),
    furnish: async (signal, begin) => {
      if (assets.bundledImages === undefined) return;
      const images = {
        socketPath: paths.dockerSocket,
        archive: assets.bundledImages.file,
        record: paths.bundledImages,
        begin,
      };
      await loadBundledImages(images, signal);
    },
    now,
    log,
  });
  const snapshots: SnapshotService = createSnapshots({
    ...{ paths, supervisor, now, log },
    presentFingerprint: async () => driver.fingerprint(await specification()),
    imageTool: async () => findImageTool(bundledQemu, await ownQemu()),
    tell: (progress) => announce('snapshots', { progress }),
    status: () => bring(async () => undefined),
  });

  /** Listens from the moment somebody wants the engine: a client that comes early is served once it is up. */
  const socket = createDockerSocket(
    paths.dockerSocket,
    (signal) => supervisor.connectEngine(signal),
    (clients) => idle.setClients(clients),
  );
  const own = await openOwnSocket(paths.ownSocket, supervisor);
  const isRunning = () => supervisor.view().state.kind === 'running';
  const idle = watchIdle({
    async settings() {
      const settings = await loadSettings(paths);
      return {
        afterMinutes: settings['vm.sleepAfterMinutes'],
        withContainers: settings['vm.sleepWithContainers'],
      };
    },
    isBusy: snapshots.busy,
    runningContainers: () =>
      countRunningContainers(paths.ownSocket, AbortSignal.timeout(containersDeadlineMs)),
    sleep: () => supervisor.sleep(),
    now: () => performance.now(),
    log,
  });

  const disk = careForDisk({ paths, supervisor, openSocket: socket.open, now });
  const trims = scheduleTrims({
    trim: disk.trim,
    followRemovals: (onRemoval, signal) => followRemovals(paths.ownSocket, onRemoval, signal),
    lastTrim: disk.lastTrim,
    ...{ now, log },
  });

  const status = () =>
    statusOf({
      paths,
      view: supervisor.view(),
      listening: socket.isOpen(),
      engine,
      sleep,
      settings,
      notes,
      holder: lock.holder,
    });

  /** Whoever asks is told how the settings are now: another process, or an editor, may have changed them. */
  const readFacts = async () => {
    settings = await readSettingsFacts(paths);
  };

  const announce = <Name extends keyof HostEvents>(name: Name, payload: HostEvents[Name]) => {
    for (const listener of listeners[name]) listener(payload);
    control?.announce(name, payload);
  };

  const tellFacts = async () => {
    await readFacts();
    announce('status', status());
  };

  let previous = supervisor.view().state.kind;
  /** What follows from the last step; an answer to a start or stop waits for it, so that it tells the whole. */
  let step: Promise<void> = Promise.resolve();
  let stepOver = new AbortController();
  const onStep = async (kind: typeof previous, signal: AbortSignal) => {
    switch (kind) {
      case 'preparing':
      case 'waiting':
        // Also for a start that was asked for while the last stop was just being finished.
        return socket.open();
      case 'sleeping':
        await socket.open();
        sleep = await readSleep(paths);
        announce('status', status());
        return;
      case 'running':
        await keepReserve(paths);
        engine = await engineVersion(signal);
        if (signal.aborted) return;
        notes = problems(await publishContext(await loadSettings(paths), paths, log));
        await readFacts();
        announce('status', status());
        return;
      case 'stopped':
      case 'failed':
        engine = null;
        await socket.close();
        notes = problems(await withdrawContext(paths, log));
        await readFacts();
        await writeFileAtomically(paths.lastStatus, JSON.stringify({ ...status(), host: null, vm: null }));
        announce('status', status());
        return;
      default:
        return;
    }
  };
  /** The engine's versions are worth telling and not worth more: without them everything else goes on. */
  const engineVersion = async (signal: AbortSignal): Promise<EngineVersion | null> => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(versionDeadlineMs)]);
    // Beside the clients' socket: a VM that is put to sleep at once would be woken for it.
    return readEngineVersion(paths.ownSocket, deadline).catch((error: Error) => {
      if (!signal.aborted) logger.warn(`the engine's version: ${error.message}`);
      return null;
    });
  };
  supervisor.onChange(() => {
    if (left !== undefined) return;
    const { kind } = supervisor.view().state;
    feed?.setAsleep(kind === 'sleeping');
    if (kind !== previous) sleep = null;
    announce('status', status());
    if (kind === previous) return;
    previous = kind;
    idle.setRunning(kind === 'running');
    trims.setRunning(kind === 'running');
    // In their order, each whole: a context must not be published after the stop that withdrew it.
    stepOver.abort();
    stepOver = new AbortController();
    const { signal } = stepOver;
    step = step
      .then(() => onStep(kind, signal))
      .catch((error: Error) => logger.warn(`after ${kind}: ${error.message}`));
  });

  const bring = async (work: () => Promise<void>): Promise<Status> => {
    try {
      await work();
    } finally {
      await step;
    }
    return readFacts().then(status);
  };
  const handlers: Handlers<typeof hostRequests> = {
    'status.get': async (_, signal) => {
      const [memory] = await Promise.all([memoryUse(supervisor, signal), readFacts()]);
      return { ...status(), memory };
    },
    'memory.get': (_, signal) => memoryUse(supervisor, signal),
    'disk.usage': (_, signal) => disk.usage(signal),
    'disk.compact': (_, signal) => disk.compact(signal),
    'disk.resize': ({ gib }, signal) => disk.resize(gib, signal),
    'vm.start': ({ cold }) =>
      bring(() => socket.open().then(() => supervisor.start({ fromScratch: cold === true }))),
    'vm.sleep': () => bring(() => supervisor.sleep()),
    'vm.stop': () => bring(supervisor.stop),
    'vm.restart': () => bring(() => socket.open().then(supervisor.restart)),
    'settings.list': async () => listSettings(paths),
    'settings.set': ({ key, value }) => setSetting(paths, key, value).finally(tellFacts),
    'settings.unset': ({ key }) => unsetSetting(paths, key).finally(tellFacts),
    ...snapshots.handlers,
    'console.read': async ({ bytes }) => ({ text: await consoleLog.tail(bytes) }),
  };

  await supervisor.adopt(AbortSignal.timeout(adoptionDeadlineMs));
  // Whoever connects next finds the docker socket of an adopted VM there already.
  await step;
  control = await serveControl(paths.controlSocket, createDispatch(definitions, handlers));
  feed = feedConsole(consoleLog, (text) => announce('console', { text }));
  feed.setAsleep(supervisor.view().state.kind === 'sleeping');

  return {
    handlers,
    status,
    busy: snapshots.busy,
    async rest(signal) {
      // A client that comes again as soon as it is let go, as many do, would wake what has just fallen asleep.
      if (isRunning()) await socket.close();
      await supervisor.sleep(signal);
      await step;
    },
    on(name, listener) {
      listeners[name].add(listener);
      return () => void listeners[name].delete(listener);
    },
    leave() {
      left ??= (async () => {
        feed?.close();
        idle.close();
        trims.close();
        await snapshots.end();
        await supervisor.release();
        await step;
        await Promise.all([socket.close(), own.close()]);
        // The lock goes with the control socket: whoever finds neither reads the status from its file, and may begin.
        const closed = control?.close();
        await lock.release();
        await closed;
      })();
      return left;
    },
  };
}

function problems(problem: Failure | undefined): readonly Failure[] {
  return problem === undefined ? [] : [problem];
}
