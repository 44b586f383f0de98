import type { Failure } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';
import { readLock } from '../home/lock.ts';
import type { HomePaths } from '../home/paths.ts';
import { readJsonFile } from '../util/atomic-file.ts';
import { isAlive } from '../util/process-identity.ts';
import type { MachineRecord } from '../vm/driver.ts';
import { readSleep } from './sleep-facts.ts';

/**
 * What is known of an instance that no host answers for, from its files and the process table alone. Never `running`:
 * that only a host can vouch for.
 */
export async function statusFromDisk(paths: HomePaths): Promise<Status> {
  const [holder, record, last] = await Promise.all([
    readLock(paths.lock),
    readJsonFile(paths.vmRecord) as Promise<Partial<MachineRecord> | undefined>,
    readJsonFile(paths.lastStatus) as Promise<Partial<Status> | undefined>,
  ]);
  const vm = await livingVm(record);
  const sleep = await readSleep(paths);
  const stopped: Status = {
    state: sleep !== null ? 'sleeping' : last?.state === 'failed' ? 'failed' : 'stopped',
    home: paths.home,
    socket: null,
    engine: null,
    vm,
    boot: null,
    sleep,
    problems: last?.problems ?? [],
    retry: null,
    accelerators: last?.accelerators ?? [],
    host: holder === undefined ? null : { pid: holder.pid, kind: holder.kind },
  };
  if (holder !== undefined) {
    const state = vm === null ? 'preparing' : 'waiting';
    return { ...stopped, state, sleep: null, problems: [silentHost(holder.pid)] };
  }
  if (vm !== null) return { ...stopped, state: 'waiting', sleep: null, problems: [orphaned(vm.pid)] };
  return stopped;
}

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
