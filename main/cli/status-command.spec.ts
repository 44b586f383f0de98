import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ControlServer } from '../control/server.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { identifyProcess } from '../util/process-identity.ts';
import { serveFakeHost, statusOf } from './fakes/fake-host.ts';
import { type HeardOutput, hearOutput } from './fakes/heard-output.ts';
import { currentStatus, printStatus } from './status-command.ts';
import { stop } from './stop-command.ts';

let paths: HomePaths;
let server: ControlServer | undefined;
let output: HeardOutput;

beforeEach(async () => {
  paths = homePaths(await mkdtemp('/tmp/sw-unit-'));
  await prepareHome(paths);
  output = hearOutput();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await server?.close();
  server = undefined;
  await rm(paths.home, { recursive: true, force: true });
});

it('prints what the host says, as JSON and as a table without control characters', async () => {
  const problems = [{ code: 'guest-failed' as const, message: 'Bad\u001B[2J disk\nand more', hint: 'Look.' }];
  const status = statusOf(paths, 'waiting', { problems });
  server = await serveFakeHost(paths, { 'status.get': async () => status });
  await printStatus(paths, true);
  expect(JSON.parse(output.printed)).toEqual(status);
  output.printed = '';
  await printStatus(paths, false);
  expect(output.printed).toMatch(/^State +waiting$/m);
  expect(output.printed).toContain('Problem: Bad\uFFFD[2J disk and more\n  try: Look.\n');
});

describe('without a host', () => {
  const record = async (pid: number, started?: string) => {
    const identity = started === undefined ? await identifyProcess(pid) : { pid, started };
    const machine = { driver: 'qemu', process: identity, accelerator: 'tcg', cpus: 2, memoryMiB: 2048 };
    await writeFile(paths.vmRecord, JSON.stringify(machine));
  };

  it('is stopped when there never was one', async () => {
    expect(await currentStatus(paths)).toMatchObject({
      state: 'stopped',
      problems: [],
      vm: null,
      host: null,
    });
  });

  it('is what the last host left behind', async () => {
    const problem = { code: 'image-corrupt', message: 'Damaged.', hint: 'Build it.' };
    await writeFile(paths.lastStatus, JSON.stringify({ ...statusOf(paths, 'failed'), problems: [problem] }));
    expect(await currentStatus(paths)).toMatchObject({ state: 'failed', problems: [problem] });
  });

  it('tells how the settings file is now, and not how it was', async () => {
    const stale = { code: 'settings-invalid', message: 'It was damaged.', hint: 'Mend it.' };
    await writeFile(
      paths.lastStatus,
      JSON.stringify(statusOf(paths, 'stopped', { problems: [stale as never] })),
    );
    expect((await currentStatus(paths)).problems).toEqual([]);
    await writeFile(paths.settings, '{"vm.cpus": "many"}');
    expect((await currentStatus(paths)).problems).toMatchObject([
      { code: 'settings-invalid', message: expect.stringContaining('vm.cpus') },
    ]);
  });

  it('is silent about accelerators for who has chosen software', async () => {
    const left = { code: 'accelerator-failed', message: 'KVM is not used.', hint: 'Choose.' };
    await writeFile(
      paths.lastStatus,
      JSON.stringify(statusOf(paths, 'stopped', { problems: [left as never] })),
    );
    expect((await currentStatus(paths)).problems).toMatchObject([left]);
    await writeFile(paths.settings, '{"vm.accelerator": "tcg"}');
    expect((await currentStatus(paths)).problems).toEqual([]);
  });

  it('tells of a VM that ended together with its host, until it is stopped', async () => {
    await record(process.pid, 'another boot:1');
    expect((await currentStatus(paths)).problems).toMatchObject([{ code: 'vm-exited' }]);
    await stop(paths);
    expect((await currentStatus(paths)).problems).toEqual([]);
  });

  it('tells of a failure until it is stopped', async () => {
    const problems = [{ code: 'image-corrupt', message: 'Damaged.', hint: 'Build it.' }];
    await writeFile(paths.lastStatus, JSON.stringify({ ...statusOf(paths, 'failed'), problems }));
    await stop(paths);
    expect(await currentStatus(paths)).toMatchObject({ state: 'stopped', problems: [] });
  });

  it('says what is in the way of reading', async () => {
    await mkdir(paths.lastStatus);
    expect((await currentStatus(paths)).problems).toMatchObject([
      { message: `${paths.lastStatus} cannot be used: it is a folder (EISDIR).` },
    ]);
  });

  it('never says running, whatever was left behind', async () => {
    await writeFile(paths.lastStatus, JSON.stringify(statusOf(paths, 'running')));
    expect((await currentStatus(paths)).state).toBe('stopped');
  });

  it('tells of a VM that lives on alone', async () => {
    await record(process.pid);
    expect(await currentStatus(paths)).toMatchObject({
      state: 'waiting',
      vm: { pid: process.pid, accelerator: 'tcg' },
      problems: [{ code: 'vm-orphaned', hint: expect.stringContaining('slipway start') }],
    });
  });

  it('is not fooled by another process that has got the number', async () => {
    await record(process.pid, 'another boot:1');
    expect(await currentStatus(paths)).toMatchObject({ state: 'stopped', vm: null });
  });

  it('tells of a host that holds the home and does not listen', async () => {
    await writeFile(
      paths.lock,
      JSON.stringify({ ...(await identifyProcess(process.pid)), kind: 'headless' }),
    );
    expect(await currentStatus(paths)).toMatchObject({
      state: 'preparing',
      host: { pid: process.pid },
      problems: [{ code: 'host-unreachable' }],
    });
  });

  it('reads damaged files as none', async () => {
    for (const path of [paths.lastStatus, paths.vmRecord, paths.lock]) await writeFile(path, '{"pid": ');
    expect(await currentStatus(paths)).toMatchObject({ state: 'stopped' });
  });
});

it('is quick to give up on nobody: a socket file without a listener', async () => {
  await writeFile(join(paths.run, 'control.sock'), '');
  expect(await currentStatus(paths)).toMatchObject({ state: 'stopped' });
});
