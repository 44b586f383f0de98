import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { AddedNode, NodeStep } from '../../../main/contract/node-vms.ts';
import type { Share } from '../../../main/contract/shares.ts';
import type { Status } from '../../../main/contract/status.ts';
import { type ControlClient, connectControl } from '../../../main/control/client.ts';
import { type HomePaths, homePaths } from '../../../main/home/paths.ts';
import { readJsonFile } from '../../../main/util/atomic-file.ts';
import { abortAfter, orAborted, poll, withDeadline } from '../../../main/util/wait.ts';
import { type BenchContext, benchMachine } from './context.ts';

/** A first start tries an accelerator that may hang, and makes a data disk. In milliseconds. */
const startDeadlineMs = 400_000;
const sleepDeadlineMs = 120_000;
const stopDeadlineMs = 120_000;
const hostDeadlineMs = 30_000;

const recordSchema = z.object({ process: z.object({ pid: z.number() }), spawnedAt: z.number() });

/** How a VM is started. */
export interface StartOptions {
  /** From the kernel on, whatever was saved. */
  readonly cold?: boolean;
  /** Called once the start was asked for. */
  readonly onAsked?: () => void;
}

/** An instance of Slipway of the bench's own, in a home of its own, run by the app's headless host. */
export interface Instance {
  readonly paths: HomePaths;
  /** For programs that are to work on this instance. */
  readonly environment: NodeJS.ProcessEnv;
  /** Starts the VM, and before that a host unless there is one; resolves when it is running. */
  start(options?: StartOptions): Promise<Status>;
  /** Puts the VM to sleep; the host stays. */
  sleep(): Promise<void>;
  status(): Promise<Status>;
  /** Brings up a further VM and has it join; `onStep` hears each step as it begins. */
  addNode(onStep: (step: NodeStep) => void): Promise<AddedNode>;
  removeNode(name: string): Promise<void>;
  /** Lets go of the host, which then has no client of the bench's own to answer. */
  disconnect(): void;
  /** Ends the host, and the VM if it runs, as a power cut does; the next start brings up another host. */
  kill(): Promise<void>;
  /** The VM's process, and when it was started in milliseconds since 1970; undefined when there is none. */
  vm(): Promise<{ readonly pid: number; readonly spawnedAt: number } | undefined>;
  /** The host's process. */
  hostPid(): number;
  /** Stops the VM as a user does; resolves when the host has left too. */
  stop(): Promise<void>;
  /** Stops what runs, by force if need be, and removes the home. */
  remove(): Promise<void>;
}

/**
 * Makes an instance; nothing runs yet. `settings` add to the cores and memory that every measurement uses. `shares`: the folders
 * that the guest sees; none of the user's.
 */
export async function createInstance(
  context: BenchContext,
  settings: Readonly<Record<string, string | number | boolean>> = {},
  shares: readonly Share[] = [],
): Promise<Instance> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
  const paths = homePaths(join(folder, 'home'));
  await mkdir(paths.home, { mode: 0o700 });
  await writeFile(paths.shares, JSON.stringify({ shares }));
  const environment = benchEnvironment(folder, paths.home);
  let host: ChildProcess | undefined;
  let client: ControlClient | undefined;

  const hostLives = () => host !== undefined && host.exitCode === null && host.signalCode === null;

  const startHost = async () => {
    const output = openSync(join(folder, 'host-output.log'), 'a', 0o600);
    host = spawn(process.execPath, [join(context.root, 'build/app/main/host.js')], {
      stdio: ['ignore', output, output],
      env: environment,
    });
    closeSync(output);
    const connected = await connect();
    const wanted = {
      'vm.cpus': benchMachine.cpus,
      'vm.memoryMiB': benchMachine.memoryMiB,
      'docker.context': false,
    };
    for (const [key, value] of Object.entries({ ...wanted, ...settings }))
      await connected.call('settings.set', { key, value });
    return connected;
  };

  const connect = async () => {
    const failure = {
      message: 'The host did not answer.',
      hint: `Run it by hand, with SLIPWAY_HOME=${paths.home}.`,
    };
    // Not by the bench's own signal: what was interrupted is put away all the same.
    client ??= await withDeadline(hostDeadlineMs, new AbortController().signal, failure, (signal) =>
      poll(50, signal, () => connectControl(paths)),
    );
    return client;
  };

  const disconnect = () => {
    client?.close();
    client = undefined;
  };

  /** Until it is over, the deadline runs out, or the bench is interrupted. */
  const inTime = <T>(milliseconds: number, asked: Promise<T>) =>
    orAborted(abortAfter(milliseconds, context.signal), asked);

  const vm = async () => {
    const parsed = recordSchema.safeParse(await readJsonFile(paths.vmRecord));
    return parsed.success ? { pid: parsed.data.process.pid, spawnedAt: parsed.data.spawnedAt } : undefined;
  };

  const leave = async () => {
    const leaving = host;
    if (leaving !== undefined && hostLives()) {
      const exited = once(leaving, 'exit');
      const late = setTimeout(() => leaving.kill('SIGKILL'), hostDeadlineMs);
      await exited;
      clearTimeout(late);
    }
    disconnect();
    host = undefined;
  };

  const stop = async () => {
    if (!hostLives()) return;
    const asked = (await connect()).call('vm.stop', {});
    // Not by the bench's own signal: what was interrupted is put away all the same.
    await orAborted(abortAfter(stopDeadlineMs), asked);
    await leave();
  };

  return {
    paths,
    environment,
    vm,
    hostPid: () => host?.pid ?? 0,
    async start({ cold = false, onAsked } = {}) {
      const connected = hostLives() ? await connect() : await startHost();
      const asked = connected.call('vm.start', cold ? { cold } : {});
      onAsked?.();
      return inTime(startDeadlineMs, asked);
    },
    async sleep() {
      await inTime(sleepDeadlineMs, (await connect()).call('vm.sleep', {}));
    },
    async status() {
      return (await connect()).call('status.get', {});
    },
    async addNode(onStep) {
      const connected = await connect();
      const deaf = connected.on('nodeVms', ({ progress }) => {
        if (progress !== null) onStep(progress.step);
      });
      return inTime(startDeadlineMs, connected.call('nodeVms.add', {})).finally(deaf);
    },
    async removeNode(name) {
      await inTime(stopDeadlineMs, (await connect()).call('nodeVms.remove', { name, force: true }));
    },
    disconnect,
    async kill() {
      const ending = host;
      if (ending === undefined || !hostLives()) return;
      const exited = once(ending, 'exit');
      disconnect();
      // First: it would not let the VM's end pass.
      ending.kill('SIGKILL');
      await exited;
      host = undefined;
      const living = await vm();
      if (living !== undefined) endProcess(living.pid);
    },
    stop,
    async remove() {
      try {
        await stop();
      } catch {
        const living = await vm();
        if (living !== undefined) endProcess(living.pid);
        host?.kill('SIGKILL');
        disconnect();
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Why saved memory was not used, as a status tells it. */
export function whyNotResumed(problems: Status['problems']): string {
  return problems.find(({ code }) => code === 'resume-failed')?.message ?? 'no reason is told';
}

/**
 * The environment of what the bench starts, as if it had been started by hand: nothing of the user's own Docker is read
 * or written, and nothing of what compiled the bench is passed on (with NODE_ENV=production npm leaves packages out).
 */
export function benchEnvironment(folder: string, home: string): NodeJS.ProcessEnv {
  const dropped = /^(DOCKER_|npm_lifecycle_|npm_package_|NODE_ENV$)/;
  const kept = Object.entries(process.env).filter(([name]) => !dropped.test(name));
  return { ...Object.fromEntries(kept), SLIPWAY_HOME: home, DOCKER_CONFIG: join(folder, 'docker-config') };
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has gone by itself.
  }
}
