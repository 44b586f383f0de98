import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SlipwayError } from '../../../contract/errors.ts';
import { homePaths } from '../../../home/paths.ts';
import { prepareHome } from '../../../home/prepare-home.ts';
import { abortAfter, never } from '../../../util/wait.ts';
import type { Machine, MachineRecord } from '../../driver.ts';
import { createMachine } from './qemu-machine.ts';
import type { QemuProcess } from './qemu-process.ts';
import type { Qmp } from './qmp.ts';

let home: string;
let machine: Machine;
/** What the monitor answers with. */
let answer: (command: string) => Promise<unknown>;
/** The process ends. */
let end: () => void;

const ended = new SlipwayError({ code: 'qemu-failed', message: 'The connection has ended.', hint: '' });

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'machine-'));
  const paths = homePaths(home);
  await prepareHome(paths);
  answer = async () => ({});
  const gone = new Promise<void>((resolve) => {
    end = resolve;
  });
  const qmp: Qmp = {
    execute: (command) => answer(command),
    onEvent: () => undefined,
    closed: new Promise(() => undefined),
    close: () => undefined,
  };
  const process = { identity: { pid: 7, startedAt: '1' }, gone } as unknown as QemuProcess;
  const surroundings = {
    paths,
    trace: () => undefined,
    findData: async () => [],
    findShared: async () => undefined,
    onGone: async () => undefined,
  };
  machine = createMachine(surroundings, { sshPort: null } as MachineRecord, process, qmp);
});

afterEach(async () => {
  vi.useRealTimers();
  machine.release();
  await rm(home, { recursive: true, force: true });
});

it('is no freeze when the monitor goes shortly before the process: who waits for its end hears that first', async () => {
  const told: string[] = [];
  answer = async () => Promise.reject(ended);
  void machine.exited.then(() => told.push('exited'));
  const checked = machine.checkMonitor(abortAfter(5_000)).catch(() => told.push('lost'));
  setTimeout(() => end(), 100);
  await checked;
  expect(told).toEqual(['exited', 'lost']);
});

it('is found lost when its monitor has gone and the process stays', async () => {
  answer = async () => Promise.reject(ended);
  await expect(machine.checkMonitor(abortAfter(5_000))).rejects.toBe(ended);
});

it('answers at once while its monitor does', async () => {
  await machine.checkMonitor(abortAfter(100));
});

it('may take as long to halt as its disks take to write back, its monitor silent meanwhile', async () => {
  vi.useFakeTimers();
  const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  answer = () => after(40_000);
  const halted = machine.halt(never);
  const went = machine.proceed(never, 60_000);
  const looked = machine.checkMonitor(never).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(40_000);
  await Promise.all([halted, went]);
  expect(await looked).toMatchObject({ code: 'vm-unresponsive' });
  answer = () => after(100_000);
  const late = machine.halt(never).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await late).toMatchObject({ code: 'save-failed', message: expect.stringContaining('60 s') });
});
