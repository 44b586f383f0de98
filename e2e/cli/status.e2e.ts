import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DoctorReport } from '../../main/contract/doctor.ts';
import { type Boot, stageTitles } from '../../main/contract/status.ts';
import { runProgram } from '../support/run-program.ts';
import { sharedVm } from '../support/shared-vm.ts';

const vm = await sharedVm();

/** What each kind of start cannot do without. */
const stagesOf: Record<Boot['kind'], readonly string[]> = {
  cold: ['checks', 'kernel', 'network', 'disk', 'containerd', 'engine'],
  template: ['checks', 'load', 'wake', 'disk', 'containerd', 'engine'],
  resume: ['checks', 'load', 'wake'],
  adopt: [],
};

describe('slipway status of a running engine', () => {
  it('tells everything as one JSON document', async () => {
    const { code, stdout, stderr } = await vm.slipway(['status', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const status = JSON.parse(stdout);
    expect(status).toMatchObject({
      state: 'running',
      home: vm.paths.home,
      socket: `unix://${vm.paths.dockerSocket}`,
      engine: {
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        apiVersion: expect.stringMatching(/^1\.\d+$/),
      },
      vm: { driver: 'qemu', cpus: expect.any(Number), memoryMiB: 2048, pid: expect.any(Number) },
      // Other tests may have put it to sleep, or ended its host, before.
      boot: {
        kind: expect.stringMatching(/^(cold|template|resume|adopt)$/),
        durationMs: expect.any(Number),
      },
      retry: null,
      host: { kind: 'headless', pid: expect.any(Number) },
    });
    expect(() => process.kill(status.vm.pid, 0)).not.toThrow();
  });

  it('tells true stages: known ones, each with a time, none longer than the whole start', async () => {
    const { boot } = await vm.status();
    const names = boot?.stages.map((stage) => stage.name) ?? [];
    expect(names).toEqual(expect.arrayContaining([...stagesOf[boot?.kind ?? 'cold'], 'ping']));
    expect(Object.keys(stageTitles)).toEqual(expect.arrayContaining(names));
    const times = boot?.stages.map((stage) => stage.durationMs ?? -1) ?? [];
    expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
    // Stages follow one another: together they take no longer than the start (plus what rounding adds).
    const total = times.reduce((sum, time) => sum + time, 0);
    expect(total).toBeLessThanOrEqual((boot?.durationMs ?? 0) + 100);
  });

  it('explains each accelerator that was left', async () => {
    const { accelerators, problems, vm: machine } = await vm.status();
    for (const verdict of accelerators.filter(({ works }) => !works)) {
      expect(problems).toContainEqual(
        expect.objectContaining({
          code: 'accelerator-failed',
          message: expect.stringContaining(verdict.reason),
        }),
      );
      expect(machine?.accelerator).not.toBe(verdict.accelerator);
    }
  });

  it('is a table for people', async () => {
    const { code, stdout } = await vm.slipway(['status']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^State +running$/m);
    expect(stdout).toContain(`unix://${vm.paths.dockerSocket}`);
  });

  it('keeps every socket and folder to its user', () => {
    const mode = (path: string) => statSync(path).mode & 0o777;
    const { home, run, keys, dockerSocket, controlSocket, clientKey } = vm.paths;
    expect([home, run, keys].map(mode)).toEqual([0o700, 0o700, 0o700]);
    expect([dockerSocket, controlSocket, clientKey].map(mode)).toEqual([0o600, 0o600, 0o600]);
  });
});

describe('slipway doctor and diagnose of a running engine', () => {
  it('find nothing that fails, with the engine answering at the right time', async () => {
    const { code, stdout } = await vm.slipway(['doctor', '--json']);
    const { checks } = JSON.parse(stdout) as DoctorReport;
    expect(checks.filter(({ verdict }) => verdict === 'failure')).toEqual([]);
    expect(code).toBe(0);
    const looked = ['home', 'qemu', 'supervisor', 'vm', 'engine', 'clock', 'guest-disk'];
    for (const name of looked)
      expect(checks).toContainEqual(expect.objectContaining({ name, verdict: 'ok' }));
  });

  it('pack the logs without what is secret in them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-diagnosis-'));
    try {
      await vm.slipway(['shell', 'echo join SWMTKN-1-swordfish-swordfish >/dev/console']);
      await expect
        .poll(async () => (await vm.slipway(['logs', '--source', 'console', '-n', '20'])).stdout)
        .toContain('SWMTKN-1-swordfish');
      const file = join(folder, 'packed.tar.gz');
      const { code, stdout } = await vm.slipway(['diagnose', '--output', file]);
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(file) });
      const { stdout: packed } = await runProgram('tar', ['-xzOf', file], { env: process.env });
      expect(packed).toContain('join ***');
      expect(packed).toContain('preparing -> booting');
      expect(packed).not.toContain('swordfish');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('slipway start of a running engine', () => {
  it('joins: twice at once, both succeed and nothing is restarted', async () => {
    const before = await vm.status();
    const both = await Promise.all([vm.slipway(['start']), vm.slipway(['start'])]);
    for (const { code, stdout } of both) {
      expect(code).toBe(0);
      expect(stdout).toContain('Already running');
      expect(stdout).toContain(vm.paths.dockerSocket);
    }
    const after = await vm.status();
    expect(after.vm?.pid).toBe(before.vm?.pid);
    expect(after.host?.pid).toBe(before.host?.pid);
  });
});

describe('slipway logs', () => {
  it.each([
    [[], /preparing -> booting/],
    [['--source', 'console'], /^said at the console$/m],
  ])('prints the log (%s)', async (options, line) => {
    await vm.slipway(['shell', 'echo said at the console >/dev/console']);
    await expect
      .poll(() => vm.slipway(['logs', '-n', '1000', ...options]))
      .toMatchObject({ code: 0, stdout: expect.stringMatching(line) });
  });

  it('prints as many lines as asked for', async () => {
    const { stdout } = await vm.slipway(['logs', '-n', '2']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  });
});
