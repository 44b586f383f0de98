import type { Assets } from '../assets.ts';
import { hostRequests } from '../contract/host.ts';
import type { Handlers } from '../contract/requests.ts';
import type { Status } from '../contract/status.ts';
import { createDispatch } from '../control/dispatch.ts';
import { type ControlServer, serveControl } from '../control/server.ts';
import { readContainerAddresses } from '../engine/container-addresses.ts';
import { readEndedSince } from '../engine/ended-containers.ts';
import { followRemovals } from '../engine/removals.ts';
import { watchImageUse } from '../engine/retention/image-uses.ts';
import { type HomeLock, type LockHolder, takeLock } from '../home/lock.ts';
import type { HomePaths } from '../home/paths.ts';
import type { Log, Logger } from '../logging/logger.ts';
import { loadSettings } from '../settings/settings-store.ts';
import { hiddenFolders } from '../settings/shareable.ts';
import { loadShares } from '../settings/shares-store.ts';
import { createSnapshots, recoverSnapshots, type SnapshotService } from '../snapshots/snapshots.ts';
import { abortAfter } from '../util/wait.ts';
import { openConsoleLog } from '../vm/console-log.ts';
import { createSupervisor } from '../vm/create-supervisor.ts';
import { loadKeys } from '../vm/keys.ts';
import { mainHostname, mainNode } from '../vm/node-address.ts';
import { loadStageTimes } from '../vm/stage-times.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { type ConsoleFeed, feedConsole } from './console-feed.ts';
import { careForDisk } from './disk-care.ts';
import { createDockerSocket } from './docker-socket.ts';
import { serveDomains } from './domains.ts';
import { enterHome } from './enter-home.ts';
import { followSteps } from './follow-steps.ts';
import { furnishEngine } from './furnish-engine.ts';
import { createHomeDriver } from './home-driver.ts';
import { watchHomeIdle } from './home-idle.ts';
import { followHostAccess } from './host-access.ts';
import { createHostEvents, type OnHostEvent } from './host-events.ts';
import { hostHandlers } from './host-handlers.ts';
import { keepSockets } from './keep-sockets.ts';
import { followMirrors } from './mirrors.ts';
import { careForHostNetwork } from './network/host-network.ts';
import { createHomeNodes } from './nodes/home-nodes.ts';
import { openOwnSocket, pingBeside } from './own-socket.ts';
import { publishPorts } from './published-ports.ts';
import { followRestarts } from './restarts.ts';
import { careForShares } from './shares-care.ts';
import { scheduleTrims } from './trim-schedule.ts';
import { watchSharedFolders } from './watched-folders.ts';

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
  readonly on: OnHostEvent;
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
  const log: Log = (level, message) => logger[level](message);
  const events = createHostEvents();
  const onProblems = () => events.announce('status', steps.status());
  const consoleLog = openConsoleLog(paths.consoleLog);
  const homeDriver = createHomeDriver({
    ...{ paths, assets, console: consoleLog, now, log },
    ...{ hostname: mainHostname, number: mainNode, hidden: () => hiddenFolders(paths) },
    offerShares: () => shares.offer(),
    hostAccess: () => access.words(),
  });
  const { driver, specification, imageTool } = homeDriver;
  const access = followHostAccess({
    ...{ supervisor: () => supervisor, onProblems, now, log },
    hostPorts: async () => (await loadSettings(paths))['network.hostPorts'],
    proxyPorts: () => network.hostPorts(),
    resolverFile: '/etc/resolv.conf',
    containerAt: async (address, signal) => (await readContainerAddresses(paths.ownSocket, signal))(address),
  });
  const mirrors = followMirrors({ paths, supervisor: () => supervisor, now, log });
  const shares = careForShares({
    ...{ supervisor: () => supervisor, onProblems },
    load: () => loadShares(paths),
    sharing: driver.sharing,
  });
  const network = careForHostNetwork({
    ...{ paths, image: assets.image.dir, supervisor: () => supervisor, onProblems, log },
  });
  await recoverSnapshots(paths);
  const ping = pingBeside(paths);
  const supervisor: Supervisor = createSupervisor({
    paths,
    console: consoleLog,
    keys: await loadKeys(paths),
    stageTimes: await loadStageTimes(paths.stageTimes),
    driver,
    specification,
    network: network.offer,
    beforeBoot: (image, signal) => snapshots.beforeBoot(image, signal),
    dropConnections: async () => {
      socket.drop();
      own.drop();
      ports.drop();
      domains.drop();
    },
    ping: async (signal) => {
      await Promise.all([sockets.look(), shares.look()]);
      void Promise.all([access.look(), mirrors.look(), network.look()]);
      await ping(isRunning(), signal);
    },
    furnish: (signal, begin) => furnishEngine(assets, paths.dockerSocket, paths, begin, signal),
    ...{ now, log },
  });
  const snapshots: SnapshotService = createSnapshots({
    ...{ paths, supervisor, imageTool, now, log },
    presentFingerprint: async () => driver.fingerprint(await specification()),
    tell: (progress) => events.announce('snapshots', { progress }),
    status: () => steps.bring(async () => undefined),
  });

  /** Listens from the moment somebody wants the engine: a client that comes early is served once it is up. */
  const socket = createDockerSocket(
    paths.dockerSocket,
    (signal) => supervisor.connectEngine(signal),
    (clients) => {
      clientsOfEngine = clients;
      tellClients();
    },
  );
  let clientsOfEngine = 0;
  /** Whoever uses a container by its port uses the VM. */
  const tellClients = () => idle.setClients(clientsOfEngine + ports.connections() + domains.requests());
  const ports = publishPorts({
    ...{ paths, supervisor, onProblems, log },
    makeRoom: (binding) => domains.makeRoom(binding),
    onConnections: tellClients,
    onChange: () => events.announce('ports', {}),
    onDenied: access.denied,
  });
  const domains = serveDomains({
    ...{ paths, supervisor, log },
    onRequests: tellClients,
    onChange: () => events.announce('domains', {}),
    onListeners: () => events.announce('status', steps.status()),
  });
  const watches = watchSharedFolders({
    ...{ supervisor, onProblems },
    hidden: () => hiddenFolders(paths),
  });
  const own = await openOwnSocket(paths.ownSocket, supervisor);
  let control: ControlServer | undefined;
  const sockets = keepSockets(
    () => [
      { path: paths.dockerSocket, keep: socket.keep },
      { path: paths.ownSocket, keep: own.keep },
      nodes.socket,
      ...(control === undefined ? [] : [{ path: paths.controlSocket, keep: control.keep }]),
    ],
    log,
  );
  const isRunning = () => supervisor.view().state.kind === 'running';
  const nodes = await createHomeNodes({
    ...{ paths, assets, supervisor, driver: homeDriver, network: network.offer, now, log },
    hostAccess: access.words,
    startMain: () => steps.bring(() => socket.open().then(() => supervisor.start())),
    onChange: onProblems,
    tell: (progress) => events.announce('nodeVms', { progress }),
  });
  const isBusy = () => snapshots.busy() || nodes.busy();
  const containersBeside = nodes.runningContainers;
  const idle = watchHomeIdle({ paths, supervisor, containersBeside, isBusy, log });

  const disk = careForDisk({ paths, supervisor, openSocket: socket.open, now });
  const trims = scheduleTrims({
    trim: disk.trim,
    followRemovals: (onRemoval, signal) => followRemovals(paths.ownSocket, onRemoval, signal),
    lastTrim: disk.lastTrim,
    ...{ now, log },
  });
  const images = watchImageUse({ socketPath: paths.ownSocket, path: paths.imageUse, now: Date.now, log });

  const restarts = await followRestarts({
    ...{ paths, supervisor, now, log },
    readEnded: (since, signal) => readEndedSince(paths.ownSocket, since, signal),
    onChange: () => events.announce('status', steps.status()),
  });

  let feed: ConsoleFeed | undefined;
  const steps = followSteps({
    ...{ paths, holder: lock.holder, supervisor, socket, restarts, log },
    domains: domains.listeners,
    nodes: nodes.views,
    problems: () => [ports, access, shares, watches, network, nodes].flatMap((part) => part.problems()),
    announce: (status) => events.announce('status', status),
    onStep(kind) {
      feed?.setAsleep(kind === 'sleeping');
      idle.setRunning(kind === 'running');
      trims.setRunning(kind === 'running');
      images.setRunning(kind === 'running');
      access.follow(kind);
      nodes.follow(supervisor.view().state);
      if (kind === 'running') void mirrors.look();
    },
  });
  const handlers = hostHandlers({
    ...{ paths, supervisor, socket, steps, restarts, disk, snapshots, ports, domains, shares, nodes },
    ...{ access, mirrors, network, console: consoleLog, announce: events.announce },
  });

  await supervisor.adopt(abortAfter(adoptionDeadlineMs));
  await ports.begin();
  domains.begin();
  await nodes.begin();
  await watches.begin();
  // Whoever connects next finds the docker socket of an adopted VM there already.
  await steps.settled();
  const serving = await serveControl(paths.controlSocket, createDispatch(hostRequests, handlers));
  control = serving;
  events.passOn(serving.announce);
  feed = feedConsole(consoleLog, (text) => events.announce('console', { text }));
  feed.setAsleep(supervisor.view().state.kind === 'sleeping');

  let left: Promise<void> | undefined;
  return {
    handlers,
    status: steps.status,
    busy: isBusy,
    on: events.on,
    async rest(signal) {
      // A client that comes again as soon as it is let go, as many do, would wake what has just fallen asleep.
      ports.setTurningAway(true);
      domains.setTurningAway(true);
      try {
        if (isRunning()) await socket.close();
        await supervisor.sleep(signal);
        await nodes.settled();
        await steps.settled();
      } catch (error) {
        ports.setTurningAway(false);
        domains.setTurningAway(false);
        throw error;
      }
    },
    leave() {
      left ??= (async () => {
        sockets.close();
        steps.close();
        feed?.close();
        idle.close();
        trims.close();
        watches.close();
        access.close();
        mirrors.close();
        await Promise.all([images.close(), restarts.close()]);
        await Promise.all([snapshots.end(), nodes.end()]);
        await Promise.all([supervisor.release(), nodes.release()]);
        await steps.settled();
        await Promise.all([
          socket.close(),
          own.close(),
          ports.close(),
          domains.close(),
          nodes.closeNetwork(),
        ]);
        // The lock goes with the control socket: whoever finds neither reads the status from its file, and may begin.
        await serving.close(() => lock.release());
      })();
      return left;
    },
  };
}
