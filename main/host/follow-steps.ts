import { assertNever } from '../contract/assert-never.ts';
import type { Failure } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';
import { publishContext, withdrawContext } from '../docker-client/context.ts';
import { type EngineVersion, readEngineVersion } from '../engine/probe.ts';
import type { LockHolder } from '../home/lock.ts';
import type { HomePaths } from '../home/paths.ts';
import { keepReserve } from '../home/reserve.ts';
import type { Log } from '../logging/logger.ts';
import { loadSettings } from '../settings/settings-store.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import { abortAfter } from '../util/wait.ts';
import type { State } from '../vm/state.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import type { DockerSocket } from './docker-socket.ts';
import type { Restarts } from './restarts.ts';
import { readSettingsFacts, type SettingsFacts } from './settings-facts.ts';
import { readSleep } from './sleep-facts.ts';
import { statusOf } from './status.ts';

/** An engine that has just answered a ping tells its version at once; a loaded one takes a while. In milliseconds. */
const versionDeadlineMs = 15_000;

/** What follows the steps of a VM. */
export interface FollowOptions {
  readonly paths: HomePaths;
  readonly holder: LockHolder;
  readonly supervisor: Pick<Supervisor, 'view' | 'onChange'>;
  readonly socket: Pick<DockerSocket, 'open' | 'close' | 'isOpen'>;
  /** What is wrong beside the VM: with ports, with shares. */
  readonly problems: () => readonly Failure[];
  readonly restarts: Pick<Restarts, 'known'>;
  readonly nodes: () => Status['nodes'];
  /** Where names of containers are answered. */
  readonly domains: () => Status['domains'];
  readonly announce: (status: Status) => void;
  /** Told of each state that is new, before anything follows from it. */
  readonly onStep: (kind: State['kind']) => void;
  readonly log: Log;
}

/** What a host knows of its VM and does at each of its steps. */
export interface Steps {
  /** The status as it is known now. */
  status(): Status;
  /** The status with the settings read anew: another process, or an editor, may have changed them. */
  readStatus(): Promise<Status>;
  /** Resolves when all has followed from the last step. */
  settled(): Promise<void>;
  /** Does something, and answers the status once all has followed from that. */
  bring(work: () => Promise<void>): Promise<Status>;
  /** Follows no further. */
  close(): void;
}

/**
 * Follows the VM's steps, which are told: opens and closes the socket of the engine's clients, keeps the docker context, and
 * finds out what a status tells beside the VM's state.
 */
export function followSteps(options: FollowOptions): Steps {
  const { paths, holder, supervisor, socket, announce, log } = options;
  let engine: EngineVersion | null = null;
  let sleep: Status['sleep'] = null;
  let notes: readonly Failure[] = [];
  let settings: SettingsFacts = { problems: [], wantsSoftware: false };
  let isOver = false;
  let previous = supervisor.view().state.kind;
  let last: Promise<void> = Promise.resolve();
  let lastIsOver = new AbortController();

  const status = () =>
    statusOf({
      ...{ paths, holder, view: supervisor.view(), listening: socket.isOpen() },
      ...{ engine, sleep, settings, notes: [...notes, ...options.problems()] },
      restart: options.restarts.known(),
      domains: options.domains(),
      nodes: options.nodes(),
    });

  const readStatus = async () => {
    settings = await readSettingsFacts(paths);
    return status();
  };

  /** The engine's versions are worth telling and not worth more: without them everything else goes on. */
  const engineVersion = async (signal: AbortSignal): Promise<EngineVersion | null> => {
    const deadline = abortAfter(versionDeadlineMs, signal);
    // Beside the clients' socket: a VM that is put to sleep at once would be woken for it.
    return readEngineVersion(paths.ownSocket, deadline).catch((error: Error) => {
      if (!signal.aborted) log('warn', `the engine's version: ${error.message}`);
      return null;
    });
  };

  const follow = async (kind: State['kind'], signal: AbortSignal) => {
    switch (kind) {
      case 'preparing':
      case 'waiting':
        // Also for a start that was asked for while the last stop was just being finished.
        return socket.open();
      case 'sleeping':
        await socket.open();
        sleep = await readSleep(paths);
        return announce(status());
      case 'running':
        // Of the next sleep nothing is known at first.
        sleep = null;
        await keepReserve(paths);
        engine = await engineVersion(signal);
        if (signal.aborted) return;
        notes = problems(await publishContext(await loadSettings(paths), paths, log));
        return announce(await readStatus());
      case 'stopped':
      case 'failed': {
        engine = null;
        await socket.close();
        notes = problems(await withdrawContext(paths, log));
        const stopped = await readStatus();
        await writeFileAtomically(paths.lastStatus, JSON.stringify({ ...stopped, host: null, vm: null }));
        return announce(status());
      }
      // Nothing but the state itself is other than before.
      case 'booting':
      case 'suspending':
      case 'stopping':
      case 'backoff':
        return;
      default:
        return assertNever(kind);
    }
  };

  supervisor.onChange(() => {
    if (isOver) return;
    const { kind } = supervisor.view().state;
    const isNew = kind !== previous;
    if (isNew) sleep = null;
    announce(status());
    if (!isNew) return;
    previous = kind;
    options.onStep(kind);
    // In their order, each whole: a context must not be published after the stop that withdrew it.
    lastIsOver.abort();
    lastIsOver = new AbortController();
    const { signal } = lastIsOver;
    last = last
      .then(() => follow(kind, signal))
      .catch((error: Error) => log('warn', `after ${kind}: ${error.message}`));
  });

  return {
    status,
    readStatus,
    settled: () => last,
    async bring(work) {
      try {
        await work();
      } finally {
        await last;
      }
      return readStatus();
    },
    close() {
      isOver = true;
    },
  };
}

function problems(problem: Failure | undefined): readonly Failure[] {
  return problem === undefined ? [] : [problem];
}
