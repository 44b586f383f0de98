import { writeFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { type ErrorCode, type Failure, SlipwayError } from '../../contract/errors.ts';
import type { Machine, MachineExit, MachineRecord } from '../driver.ts';
import type { Fingerprint } from '../memory/fingerprint.ts';
import { fastNow } from './fast-waits.ts';

/** A failure with a code, for specs. */
export function failure(code: ErrorCode, message: string = code): Failure {
  return { code, message, hint: 'Try something.' };
}

/** A VM for specs, which does as it is told. */
export interface FakeMachine extends Machine {
  living: boolean;
  released: boolean;
  /** It was asked to shut down. */
  asked: boolean;
  paused: Failure | null;
  monitorAnswers: boolean;
  /** It stands still. */
  halted: boolean;
  /** Why its memory cannot be saved. */
  unsavable: string | null;
  /** What the guest's control script says. */
  answer(words: readonly string[]): Promise<string>;
  exit(clean?: boolean): void;
}

/** What every VM of a {@link FakeMachine} is like. */
export const fakeFingerprint: Fingerprint = {
  ...{ qemu: '1.0', devices: 'd', accelerator: 'tcg', processor: '' },
  ...{ cpus: 2, memoryMiB: 512, image: 'c0ffee', shares: '', diskBytes: 4 * 1024 ** 3 },
};

/** A living one. Asked to shut down, it does. */
export function createFakeMachine(pid: number): FakeMachine {
  let exit: (exit: MachineExit) => void = () => undefined;
  const exited = new Promise<MachineExit>((resolve) => {
    exit = resolve;
  });
  const record: MachineRecord = {
    driver: 'qemu',
    process: { pid, started: 'now' },
    accelerator: 'tcg',
    cpus: 2,
    memoryMiB: 512,
    image: 'c0ffee',
    spawnedAt: fastNow(),
    engineVia: 'unix',
    sshPort: null,
    shares: [],
    fingerprint: fakeFingerprint,
    incoming: false,
  };
  const machine: FakeMachine = {
    record,
    exited,
    living: true,
    released: false,
    asked: false,
    paused: null,
    monitorAnswers: true,
    connectEngine: async () => new PassThrough(),
    connectGuest() {
      machine.asked = true;
      machine.exit(true);
      return new PassThrough();
    },
    control: {
      async ask(words, signal) {
        signal.throwIfAborted();
        return machine.answer(words);
      },
      close: () => undefined,
    },
    ports: {
      onMessage: () => undefined,
      list: () => 'word',
      answer: () => undefined,
      lead: async () => 65_024,
      unlead: () => [],
      close: () => undefined,
    },
    watches: {
      onMessage: () => undefined,
      list: () => 'word',
      tell: async () => undefined,
      close: () => undefined,
    },
    doors: {
      async open() {},
      async close() {},
      connect: async () => new PassThrough(),
      datagramPort: () => undefined,
    },
    answer: async () => '',
    halted: false,
    unsavable: null,
    async halt() {
      machine.halted = true;
    },
    async proceed() {
      machine.halted = false;
    },
    whyUnsavable: async () => machine.unsavable,
    async saveMemory(file) {
      await writeFile(file, 'memory');
      return 'mapped';
    },
    findData: async () => null,
    async resizeDisk() {},
    async checkMonitor() {
      if (!machine.monitorAnswers || !machine.living) throw new SlipwayError(failure('vm-unresponsive'));
    },
    pausedFor: () => machine.paused,
    async resumeWhenPossible() {
      machine.paused = null;
    },
    async end() {
      machine.exit();
    },
    release() {
      machine.released = true;
    },
    exit(clean = false) {
      machine.living = false;
      exit({ clean, problem: failure('vm-exited') });
    },
  };
  return machine;
}
