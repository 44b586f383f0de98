import { stat } from 'node:fs/promises';
import type { Assets } from '../../assets.ts';
import { assertNever } from '../../contract/assert-never.ts';
import { toFailure } from '../../contract/errors.ts';
import type { NodeVm } from '../../contract/node-vms.ts';
import { dockerHost } from '../../docker-client/client-environment.ts';
import { countRunningContainers } from '../../engine/probe.ts';
import { type HomePaths, nodePaths } from '../../home/paths.ts';
import { prepareHome } from '../../home/prepare-home.ts';
import type { Log } from '../../logging/logger.ts';
import { hiddenFolders } from '../../settings/shareable.ts';
import { loadShares } from '../../settings/shares-store.ts';
import { never } from '../../util/wait.ts';
import { openConsoleLog } from '../../vm/console-log.ts';
import { createSupervisor } from '../../vm/create-supervisor.ts';
import type { Machine } from '../../vm/driver.ts';
import { loadKeys } from '../../vm/keys.ts';
import { lendImage } from '../../vm/memory/lend-image.ts';
import { nodeAddress } from '../../vm/node-address.ts';
import type { GuestNetwork } from '../../vm/seed.ts';
import { loadStageTimes } from '../../vm/stage-times.ts';
import type { State } from '../../vm/state.ts';
import type { Supervisor } from '../../vm/supervisor.ts';
import { createDockerSocket } from '../docker-socket.ts';
import { furnishEngine } from '../furnish-engine.ts';
import { createHomeDriver } from '../home-driver.ts';
import { keepGuestTold } from '../keep-guest-told.ts';
import { followMirrors } from '../mirrors.ts';
import { openOwnSocket, pingBeside } from '../own-socket.ts';
import { careForShares } from '../shares-care.ts';
import { vmStateOf } from '../status.ts';
import { watchSharedFolders } from '../watched-folders.ts';
import type { NodeRecord } from './node-records.ts';

/** What a further VM is to be. */
export type NodeGoal = 'running' | 'stopped' | 'sleeping';

/** What it is made from; the home is the main VM's. */
export interface NodeVmOptions {
  readonly main: HomePaths;
  readonly record: NodeRecord;
  readonly assets: Assets;
  /** What its guest may reach of this computer: the same as the main one. */
  readonly hostAccess: () => Promise<readonly string[]>;
  readonly network: () => Promise<GuestNetwork>;
  /** Its state, or what is wrong with it, has changed. */
  readonly onChange: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** A further VM as its host has it: the same supervisor as the main one's, in a small home of its own. */
export interface LivingNode {
  readonly paths: HomePaths;
  readonly supervisor: Supervisor;
  view(): NodeVm;
  record(): NodeRecord;
  /** Something about it was written down. */
  setRecord(record: NodeRecord): void;
  /** Brings it there; the last call counts. Resolves when it is there, and rejects with why it is not. */
  pursue(goal: NodeGoal): Promise<void>;
  /** Gives its engine the images that come with Slipway, unless it had them. Never rejects. */
  furnish(signal: AbortSignal): Promise<void>;
  /** How many containers run in it; none unless it runs. */
  runningContainers(signal: AbortSignal): Promise<number>;
  /** Tells it what has changed of this computer. Never rejects. */
  look(): Promise<void>;
  /** Ends what runs of it and nobody holds: what a killed host had begun and not written down, or what was released. Throws `vm-orphaned`. */
  endLeft(): Promise<void>;
  /** Lets go of it: a VM that runs goes on, for the next host to adopt. */
  release(): Promise<void>;
}

/** Takes up a further VM, its folder being there or not. Starts nothing. */
export async function openNodeVm(options: NodeVmOptions): Promise<LivingNode> {
  const { main, assets, now } = options;
  let { record } = options;
  const { name, number } = record;
  const log: Log = (level, message) => options.log(level, `${name}: ${message}`);
  const paths = nodePaths(main, name);
  await prepareHome(paths);
  const console = openConsoleLog(paths.consoleLog);
  const hidden = () => hiddenFolders(main);
  const { driver, specification } = createHomeDriver({
    ...{ paths, assets, console, hostname: name, number, hidden, now, log },
    offerShares: () => shares.offer(),
    hostAccess: options.hostAccess,
  });
  const present = () => supervisor;
  const shares = careForShares({
    ...{ supervisor: present, onProblems: options.onChange },
    load: () => loadShares(main),
    sharing: driver.sharing,
  });
  const ping = pingBeside(paths);
  const supervisor: Supervisor = createSupervisor({
    ...{ paths, console, driver, now, log, network: options.network },
    keys: await loadKeys(paths),
    stageTimes: await loadStageTimes(paths.stageTimes),
    async specification() {
      // As large as the main disk: the template is bound to that, and a sparse file takes what is in it.
      const { size } = await stat(main.dataDisk);
      // Its ports are on its own address, where the other VMs reach them; this computer's are the main VM's.
      return { ...(await specification()), diskGiB: size / 1024 ** 3, portsAddress: '0.0.0.0' };
    },
    beforeBoot: async () => undefined,
    dropConnections: async () => {
      socket.drop();
      own.drop();
    },
    ping: async (signal) => {
      await Promise.all([socket.keep(), own.keep(), shares.look()]);
      void look();
      await ping(supervisor.view().state.kind === 'running', signal);
    },
    async furnish(signal, begin) {
      // Not before it has joined, but whenever it boots afterwards: they may be new ones, or it was ended over them.
      if (record.nodeId !== null) await furnishEngine(assets, paths.dockerSocket, paths, begin, signal);
    },
  });
  const socket = createDockerSocket(paths.dockerSocket, (signal) => supervisor.connectEngine(signal));
  const own = await openOwnSocket(paths.ownSocket, supervisor);
  const told = [
    keepGuestTold({
      ...{ supervisor: present, verb: 'host-access', words: options.hostAccess, now, log },
      about: 'what the guest may reach of this computer',
    }),
    followMirrors({ paths, supervisor: present, now, log }),
  ];
  const look = async () => {
    await Promise.all(told.map((one) => one.look()));
  };
  const watches = watchSharedFolders({ supervisor, hidden, onProblems: options.onChange });
  await watches.begin();
  let goal: NodeGoal | undefined;
  let machine: Machine | undefined;
  let kind: State['kind'] = supervisor.view().state.kind;
  supervisor.onChange(() => {
    if (supervisor.present() !== machine) {
      machine = supervisor.present();
      if (machine !== undefined) answerPorts(machine);
    }
    const now = supervisor.view().state.kind;
    if (now === kind) return;
    kind = now;
    if (kind === 'running') {
      void look();
      // Its host may have been killed before it had given them.
      if (record.nodeId !== null) void furnish(never);
    }
    options.onChange();
  });

  const furnish = (signal: AbortSignal) =>
    furnishEngine(assets, paths.ownSocket, paths, () => undefined, signal).catch((error: unknown) =>
      log('warn', `the bundled images: ${toFailure(error).message}`),
    );

  const start = async () => {
    if (supervisor.view().state.kind === 'stopped')
      await lendImage(main.template, paths.template).catch((error: unknown) =>
        log('warn', `the main VM's template: ${toFailure(error).message}`),
      );
    await socket.open();
    await supervisor.start();
  };
  const stop = async () => {
    await supervisor.stop();
    // It may have been asked to start meanwhile.
    if (goal === 'stopped') await socket.close();
  };
  const sleep = async () => {
    const { state } = supervisor.view();
    if (state.kind === 'stopped' || state.kind === 'sleeping') return;
    try {
      await supervisor.sleep();
    } catch (error) {
      if (goal !== 'sleeping') throw error;
      // Without the main VM nobody uses it, and it would run with nobody to see that.
      log('warn', `it is stopped in place of being put to sleep: ${toFailure(error).message}`);
      await supervisor.stop();
    }
    if (goal === 'sleeping') await socket.close();
  };

  return {
    ...{ paths, supervisor, look, furnish },
    record: () => record,
    setRecord(next) {
      record = next;
    },
    view() {
      const { state, machine: living, restartedFor } = supervisor.view();
      return {
        name,
        state: vmStateOf(state),
        address: nodeAddress(number),
        socket: socket.isOpen() && state.kind === 'running' ? dockerHost(paths) : null,
        vm:
          living === null
            ? null
            : {
                ...{ driver: living.driver, accelerator: living.accelerator, cpus: living.cpus },
                ...{ memoryMiB: living.memoryMiB, pid: living.process.pid },
              },
        nodeId: record.nodeId,
        problem: 'problem' in state ? state.problem : restartedFor,
        createdAt: record.createdAt,
      };
    },
    async pursue(next) {
      goal = next;
      switch (next) {
        case 'running':
          return start();
        case 'stopped':
          return stop();
        case 'sleeping':
          return sleep();
        default:
          return assertNever(next);
      }
    },
    async runningContainers(signal) {
      if (supervisor.view().state.kind !== 'running') return 0;
      return countRunningContainers(paths.ownSocket, signal);
    },
    endLeft: () => driver.endLeft(never),
    async release() {
      for (const one of told) one.close();
      watches.close();
      await supervisor.release();
      await Promise.all([socket.close(), own.close()]);
    },
  };
}

/** Its containers have the ports that they ask for: they are bound in it, and nobody else of this computer wants them there. */
function answerPorts({ ports }: Machine): void {
  ports.onMessage((message) => {
    if (message.kind === 'ask') ports.answer(message.port.id, undefined);
    if (message.kind === 'hello') ports.list();
  });
  ports.list();
}
