import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Settings } from '../../main/contract/settings.ts';
import type { Boot, Status } from '../../main/contract/status.ts';
import { createInstance, type Instance, testSettings } from '../support/instance.ts';
import type { ProgramResult } from '../support/run-program.ts';
import { sleepingOriginal } from '../support/shared-vm.ts';

/** An instance that is put to sleep and woken, and what that is done with. */
export interface Sleeper extends Instance {
  /** The docker client's output, or an error with what it said. It knows of nothing that could wake a VM. */
  run(...parameters: readonly string[]): Promise<string>;
  /** A command in the guest; its output. */
  inGuest(command: string): Promise<string>;
  /** `slipway sleep`, which must succeed. */
  sleep(): Promise<ProgramResult>;
  /** `slipway start`, which must succeed, and how it went. */
  wake(): Promise<{ readonly kind: Boot['kind'] | undefined; readonly status: Status }>;
  machinePid(): Promise<number>;
  /** What is there of saved memory and of the saving of it, by name. */
  savedFiles(): Promise<readonly string[]>;
}

/**
 * An instance of its own that sleeps, and that nobody supervises yet: no container is in it, and its start is a resume. It
 * is a copy of one that is made while the first tests run.
 */
export async function createSleeper(settings: Readonly<Partial<Settings>> = testSettings): Promise<Sleeper> {
  return sleeperOf(await createInstance({ settings, copyOf: await sleepingOriginal() }));
}

/** The same for an instance that was made in another way. */
export function sleeperOf(vm: Instance): Sleeper {
  const ok = (what: string, { code, stdout, stderr }: ProgramResult) => {
    if (code !== 0) throw new Error(`${what} ended with ${code}: ${stdout}${stderr}`);
    return stdout.trim();
  };
  const machinePid = async () => {
    const { state, vm: machine } = await vm.status();
    if (machine === null) throw new Error(`there is no VM: ${state}`);
    return machine.pid;
  };
  return {
    ...vm,
    run: async (...parameters) => ok(`docker ${parameters.join(' ')}`, await vm.client(parameters)),
    inGuest: async (command) => ok(command, await vm.slipway(['shell', '--', command])),
    async sleep() {
      const result = await vm.slipway(['sleep']);
      if (result.code !== 0) {
        const log = (await readFile(vm.paths.supervisorLog, 'utf8')).split('\n').slice(-25).join('\n');
        throw new Error(`slipway sleep ended with ${result.code}: ${result.stderr}\n${log}`);
      }
      expect(await vm.status()).toMatchObject({ state: 'sleeping', vm: null });
      return result;
    },
    async wake() {
      await vm.start();
      const status = await vm.status();
      expect(status.state).toBe('running');
      return { kind: status.boot?.kind, status };
    },
    machinePid,
    savedFiles: async () =>
      (await readdir(vm.paths.disks)).filter((name) => name.startsWith('asleep')).toSorted(),
  };
}
