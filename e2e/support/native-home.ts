import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { SlipwayError } from '../../main/contract/errors.ts';
import { hostRequests } from '../../main/contract/host.ts';
import type { Handlers } from '../../main/contract/requests.ts';
import type { ShareState } from '../../main/contract/shares.ts';
import type { Status } from '../../main/contract/status.ts';
import { createDispatch } from '../../main/control/dispatch.ts';
import { serveControl } from '../../main/control/server.ts';
import { dockerHost } from '../../main/docker-client/client-environment.ts';
import { pingEngine, readEngineVersion } from '../../main/engine/probe.ts';
import { startRelay } from '../../main/forward/relay.ts';
import { takeLock } from '../../main/home/lock.ts';
import type { HomePaths } from '../../main/home/paths.ts';
import { prepareHome } from '../../main/home/prepare-home.ts';
import { listSettings, setSetting, unsetSetting } from '../../main/settings/settings-store.ts';
import { abortAfter, delay, poll } from '../../main/util/wait.ts';
import { type AnswerPiece, hearAnswers } from './hear-answers.ts';
import { createInstance, type Instance, testSettings } from './instance.ts';
import { killLeftovers } from './leftovers.ts';
import { type NativeEngine, startNativeEngine } from './native-engine.ts';

/** Milliseconds between two looks at the engine. The app's own host looks every 3 s and waits for two answers in vain. */
const lookEveryMs = 500;
const pingDeadlineMs = 2_000;

/** A home whose engine runs without a VM. The app and the command are its clients, as they are of any host. */
export interface NativeHome {
  readonly instance: Instance;
  readonly engine: NativeEngine;
  /** Says from now on that the engine does not answer, whether it does or not; and that it does again. */
  setAway(isAway: boolean): Promise<void>;
  /** Removes the home, and ends the engine unless it was given. Throws when anything was left. Idempotent. */
  remove(): Promise<void>;
}

/** What may differ from a home with a new engine. */
export interface NativeHomeOptions {
  /** An engine that runs, for several homes. */
  readonly engine?: NativeEngine;
  /** A folder that containers find under its own path, as in a VM that shares it. Not with an engine that was given. */
  readonly share?: string;
  /** Hears of each piece that the engine sends to the app itself. */
  readonly onAnswer?: (piece: AnswerPiece) => void;
}

/** Makes a home with an engine of its own, supervised by this process in the place of a host with a VM. */
export async function createNativeHome(options: NativeHomeOptions = {}): Promise<NativeHome> {
  const engine = options.engine ?? (await startNativeEngine(options.share));
  const instance = await createInstance({ settings: { ...testSettings, 'docker.context': false } });
  let host: NativeHost | undefined;
  let removed: Promise<void> | undefined;
  const remove = async () => {
    await host?.close();
    const left = await killLeftovers(instance);
    await rm(instance.userHome, { recursive: true, force: true });
    if (options.engine === undefined) await engine.end();
    if (left.length > 0) throw new Error(`A home was not left in good order:\n${left.join('\n')}`);
  };
  try {
    host = await hostNativeEngine(instance.paths, engine.socket, options);
  } catch (error) {
    await remove().catch(() => undefined);
    throw error;
  }
  return {
    instance,
    engine,
    setAway: host.setAway,
    remove() {
      removed ??= remove();
      return removed;
    },
  };
}

interface NativeHost {
  readonly setAway: NativeHome['setAway'];
  close(): Promise<void>;
}

/**
 * Becomes the host of a home with an engine that somebody else starts and ends: its lock, its sockets and what it says of the
 * engine are those of a host with a VM. What only a VM can do is refused.
 */
async function hostNativeEngine(
  paths: HomePaths,
  engineSocket: string,
  { share, onAnswer }: NativeHomeOptions,
): Promise<NativeHost> {
  await prepareHome(paths);
  const lock = await takeLock(paths.lock, 'headless');
  if (!('release' in lock)) throw new Error(`${paths.home} has a host already`);
  const closed = new AbortController();
  let status = statusOf(paths, 'waiting', null);

  const untilRunning = (signal: AbortSignal) =>
    poll(50, signal, () => (status.state === 'running' ? true : undefined));
  const socket = await startRelay(paths.dockerSocket, async (signal) => {
    await untilRunning(AbortSignal.any([signal, closed.signal]));
    return connect(engineSocket);
  });
  const own = await startRelay(paths.ownSocket, async () => {
    if (status.state !== 'running') throw new SlipwayError(notAnswering);
    const stream = connect(engineSocket);
    return onAnswer === undefined ? stream : hearAnswers(stream, onAnswer);
  });
  const control = await serveControl(
    paths.controlSocket,
    createDispatch(hostRequests, {
      ...refusals(),
      'status.get': async () => status,
      'memory.get': async () => null,
      'settings.list': async () => listSettings(paths),
      'settings.set': ({ key, value }) => setSetting(paths, key, value),
      'settings.unset': ({ key }) => unsetSetting(paths, key),
      'vm.start': async (_, signal) => {
        await untilRunning(AbortSignal.any([signal, closed.signal]));
        return status;
      },
      ...(share === undefined ? {} : { 'shares.list': async () => [shown(share)] }),
      'console.read': async () => ({ text: '' }),
      'snapshots.list': async () => ({ snapshots: [], present: { changedAt: null, bytes: 0 } }),
    }),
  );

  let away = false;
  const look = async () => {
    const answered = await pingEngine(engineSocket, abortAfter(pingDeadlineMs)).then(
      () => true,
      () => false,
    );
    const answers = answered && !away;
    const state = answers ? 'running' : 'waiting';
    if (state === status.state) return;
    const engine = answers ? await readEngineVersion(engineSocket, closed.signal).catch(() => null) : null;
    status = statusOf(paths, state, engine);
    control.announce('status', status);
  };
  const watch = async () => {
    while (!closed.signal.aborted) {
      await look();
      await delay(lookEveryMs, closed.signal).catch(() => undefined);
    }
  };
  await look();
  const watching = watch();
  return {
    async setAway(isAway) {
      away = isAway;
      await look();
    },
    async close() {
      closed.abort();
      await watching;
      await Promise.all([socket.close(), own.close(), control.close()]);
      await lock.release();
    },
  };
}

function shown(path: string): ShareState {
  return { path, readOnly: false, isShown: true, isWanted: true, problem: null };
}

function statusOf(paths: HomePaths, state: 'running' | 'waiting', engine: Status['engine']): Status {
  return {
    state,
    home: paths.home,
    socket: dockerHost(paths),
    engine,
    vm: null,
    domains: null,
    memory: null,
    boot: null,
    restarted: null,
    nodes: [],
    problems: state === 'running' ? [] : [notAnswering],
    sleep: null,
    retry: null,
    accelerators: [],
    host: { pid: process.pid, kind: 'headless' },
  };
}

/** An answer to everything that needs a VM. */
function refusals(): Handlers<typeof hostRequests> {
  const refuse = async () => {
    throw new SlipwayError({
      code: 'not-running',
      message: 'This engine runs without a virtual machine.',
      hint: 'Use one that has a virtual machine.',
    });
  };
  return Object.fromEntries(Object.keys(hostRequests).map((name) => [name, refuse])) as unknown as Handlers<
    typeof hostRequests
  >;
}

const notAnswering = {
  code: 'engine-unreachable',
  message: 'The engine does not answer.',
  hint: 'Wait for it, or restart it.',
} as const;
