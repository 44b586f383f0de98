import { describe, expect, it } from 'vitest';
import { formatTime } from '../contract/format.ts';
import type { Status } from '../contract/status.ts';
import { formatStatus } from './format-status.ts';

describe('the status for people', () => {
  const now = 1_767_225_600_000;
  const status: Status = {
    state: 'backoff',
    home: '/home/ann/.slipway',
    socket: null,
    engine: null,
    vm: null,
    boot: { kind: 'cold', startedAt: now - 3_000, durationMs: null, stages: [] },
    restarted: null,
    nodes: [],
    domains: null,
    memory: null,
    sleep: null,
    problems: [{ code: 'vm-exited', message: 'QEMU ended.', hint: 'Wait.' }],
    retry: { attempt: 2, of: 5, at: now + 2_000 },
    accelerators: [],
    host: null,
  };

  it('tells of the next try and of the problem', () => {
    expect(formatStatus(status, now)).toEqual([
      'State       backoff',
      'Start       under way for 3.0 s',
      'Next try    2 of 5, in 2.0 s',
      'Supervisor  none',
      'Home        /home/ann/.slipway',
      '',
      'Problem: QEMU ended.',
      '  try: Wait.',
    ]);
  });

  it('tells of a sleep: while it begins, and then since when and how much it takes', () => {
    const asleep: Status = { ...status, state: 'sleeping', boot: null, problems: [], retry: null };
    const vm = { driver: 'qemu', accelerator: 'tcg', cpus: 2, memoryMiB: 2048, pid: 7 } as const;
    expect(formatStatus({ ...asleep, vm }, now)).toContain(
      'Sleep       falling asleep: the memory is being saved',
    );
    const sleep = { since: now - 65_000, bytes: 346_451_968 };
    expect(formatStatus({ ...asleep, sleep }, now)).toContain(
      `Sleep       since ${formatTime(now - 65_000)}, 346 MB on disk; the first use of the socket wakes it`,
    );
  });

  it('tells of an accelerator last and in one line, unless the start failed for it', () => {
    const left = { code: 'accelerator-failed', message: 'KVM is not used: no.', hint: 'Choose.' } as const;
    const wrong = { code: 'settings-invalid', message: 'Damaged.', hint: 'Mend.' } as const;
    expect(formatStatus({ ...status, state: 'running', problems: [left, wrong] }, now).slice(-5)).toEqual([
      '',
      'Problem: Damaged.',
      '  try: Mend.',
      '',
      'Note: KVM is not used: no. Choose.',
    ]);
    expect(formatStatus({ ...status, state: 'failed', problems: [left] }, now)).toContain(
      'Problem: KVM is not used: no.',
    );
  });

  it('has no line for what to try where there is nothing', () => {
    const problem = { code: 'engine-request-failed', message: 'It refused.', hint: '' } as const;
    const note = { code: 'vm-restarted', message: 'The VM was restarted.', hint: '' } as const;
    expect(formatStatus({ ...status, problems: [problem, note] }, now).slice(-4)).toEqual([
      '',
      'Problem: It refused.',
      '',
      'Note: The VM was restarted.',
    ]);
  });

  it('tells what runs', () => {
    const running: Status = {
      ...status,
      state: 'running',
      socket: 'unix:///home/ann/.slipway/docker.sock',
      engine: { version: '28.5.2', apiVersion: '1.51' },
      vm: { driver: 'qemu', accelerator: 'kvm', cpus: 4, memoryMiB: 2048, pid: 12 },
      boot: { kind: 'adopt', startedAt: now, durationMs: 300, stages: [] },
      problems: [],
      retry: null,
      host: { pid: 11, kind: 'window' },
    };
    expect(formatStatus(running, now).slice(0, 6)).toEqual([
      'State       running',
      'Engine      Docker 28.5.2 (API 1.51)',
      'Socket      unix:///home/ann/.slipway/docker.sock',
      'VM          qemu, kvm, 4 CPUs, 2048 MiB, process 12',
      `Start       taken over in 300 ms at ${formatTime(now)}`,
      'Supervisor  window, process 11',
    ]);
  });
});
