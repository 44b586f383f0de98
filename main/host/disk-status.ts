import { rm } from 'node:fs/promises';
import { type Failure, toFailure } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';
import { readLock, takeLock } from '../home/lock.ts';
import type { HomePaths } from '../home/paths.ts';
import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';
import { isAlive } from '../util/process-identity.ts';
import type { MachineRecord } from '../vm/driver.ts';
import { forgetMachine } from '../vm/forget-machine.ts';
import { readRestart, restartOf, restartProblems } from './restart-record.ts';
import { readSettingsFacts, type SettingsFacts } from './settings-facts.ts';
import { readSleep } from './sleep-facts.ts';

/**
 * What is known of an instance that no host answers for, from its files and the process table alone. Never `running`:
 * that only a host can vouch for.
 */
export async function statusFromDisk(paths: HomePaths): Promise<Status> {
  const unreadable: Failure[] = [];
  const note = (error: unknown): undefined => void unreadable.push(toFailure(error));
  const [holder, record, last, settings, restart] = await Promise.all([
    readLock(paths.lock).catch(note),
    readJsonFile(paths.vmRecord).catch(note) as Promise<Partial<MachineRecord> | undefined>,
    readJsonFile(paths.lastStatus).catch(note) as Promise<Partial<Status> | undefined>,
    readSettingsFacts(paths),
    readRestart(paths),
  ]);
  const vm = await livingVm(record);
  const sleep = await readSleep(paths);
  const hasEndedUnseen = record?.process !== undefined && vm === null && sleep === null;
  const state = sleep !== null ? 'sleeping' : last?.state === 'failed' ? 'failed' : 'stopped';
  const stopped: Status = {
    state,
    home: paths.home,
    socket: null,
    engine: null,
    vm,
    domains: null,
    memory: null,
    boot: null,
    restarted: restart === null ? null : restartOf(restart),
    sleep,
    // One of them tells what is wrong with the home.
    problems: [
      ...unreadable.slice(0, 1),
      ...(hasEndedUnseen ? [endedUnseen] : []),
      ...(restart === null || state !== 'sleeping' ? [] : restartProblems(restart)),
      ...lastProblems(state, last, settings),
    ],
    retry: null,
    accelerators: last?.accelerators ?? [],
    nodes: [],
    host: holder === undefined ? null : { pid: holder.pid, kind: holder.kind },
  };
  if (holder !== undefined) {
    const found = vm === null ? 'preparing' : 'waiting';
    return { ...stopped, state: found, sleep: null, problems: [silentHost(holder.pid)] };
  }
  if (vm !== null) return { ...stopped, state: 'waiting', sleep: null, problems: [orphaned(vm.pid)] };
  return stopped;
}

/**
 * The engine is stopped, and that is all: a failure that the last host left, and a VM that ended without one, are not told
 * of any more. Harmless when there is nothing to forget; a home that somebody has taken meanwhile is left alone.
 */
export async function forgetFailure(paths: HomePaths): Promise<void> {
  const last = (await readJsonFile(paths.lastStatus)) as Partial<Status> | undefined;
  const record = await readJsonFile(paths.vmRecord);
  if (last?.state !== 'failed' && record === undefined) return;
  const lock = await takeLock(paths.lock, 'headless');
  if (!('release' in lock)) return;
  try {
    await forgetMachine(paths);
    const kept = (last?.problems ?? []).slice(last?.state === 'failed' ? 1 : 0);
    const stopped = JSON.stringify({ ...last, state: 'stopped', boot: null, problems: kept });
    // A full disk takes no new file: then nothing is left to tell.
    await writeFileAtomically(paths.lastStatus, stopped).catch(() => rm(paths.lastStatus, { force: true }));
  } finally {
    await lock.release();
  }
}

/** What the last host had to tell and is true still: how the settings are is read anew. */
function lastProblems(
  state: Status['state'],
  last: Partial<Status> | undefined,
  { problems, wantsSoftware }: SettingsFacts,
): readonly Failure[] {
  const all = last?.problems ?? [];
  // The reason of a failure stands first, whatever its code.
  const reasons = state === 'failed' ? all.slice(0, 1) : [];
  const notes = all
    .slice(reasons.length)
    .filter(({ code }) => code !== 'settings-invalid' && !(wantsSoftware && code === 'accelerator-failed'));
  return [...reasons, ...problems, ...notes];
}

/** Of a VM and its supervisor: nobody was left to see how either ended. */
const endedUnseen: Failure = {
  code: 'vm-exited',
  message:
    'The VM ended unexpectedly, and the process that supervised it too: they were killed, or this machine went down.',
  hint: '`slipway start` boots it; containers ended as by a power cut, and what they had written to disk is there.',
};

async function livingVm(record: Partial<MachineRecord> | undefined): Promise<Status['vm']> {
  if (record?.process === undefined || !(await isAlive(record.process))) return null;
  const { driver = 'qemu', accelerator = 'tcg', cpus = 0, memoryMiB = 0 } = record;
  return { driver, accelerator, cpus, memoryMiB, pid: record.process.pid };
}

function orphaned(pid: number): Failure {
  return {
    code: 'vm-orphaned',
    message: `The VM (process ${pid}) runs on, but the process that supervised it is gone: its socket does not answer.`,
    hint: 'Run `slipway start`: it takes the VM over, containers and all.',
  };
}

function silentHost(pid: number): Failure {
  return {
    code: 'host-unreachable',
    message: `The process that supervises the VM (process ${pid}) does not listen yet.`,
    hint: `Ask again in a few seconds; if it stays so, end process ${pid} and run \`slipway start\`.`,
  };
}
