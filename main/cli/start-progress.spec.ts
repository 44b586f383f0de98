import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BootStage, Status } from '../contract/status.ts';
import { startProgress } from './start-progress.ts';

const now = 1_767_225_600_000;

const status: Status = {
  state: 'booting',
  home: '/home/ann/.slipway',
  socket: null,
  engine: null,
  vm: null,
  boot: null,
  restarted: null,
  nodes: [],
  domains: null,
  memory: null,
  sleep: null,
  problems: [],
  retry: null,
  accelerators: [],
  host: null,
};

const ran: Status = { ...status, state: 'running', engine: { version: '28.5.2', apiVersion: '1.51' } };

function booting(...stages: BootStage[]): Status {
  return { ...status, boot: { kind: 'cold', startedAt: now, durationMs: null, stages } };
}

/** What is written to a terminal, or to something else. */
function output(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 80, written, write: (text: string) => written.push(text) };
}

beforeEach(() => {
  vi.useFakeTimers({ now });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('progress that is written to a file', () => {
  it('names what takes long once, and each stage that is done', () => {
    const out = output(false);
    const progress = startProgress(out);
    const kernel = { name: 'kernel', startedAt: now, durationMs: null, usualMs: 4_000 } as const;
    progress.show(booting(kernel));
    vi.advanceTimersByTime(1_900);
    expect(out.written).toEqual([]);
    vi.advanceTimersByTime(5_000);
    expect(out.written).toEqual(['  Start the Linux kernel ...\n']);
    progress.show(booting({ ...kernel, durationMs: 6_900 }));
    progress.end();
    expect(out.written.at(-1)).toMatch(/^ {2}Start the Linux kernel +6\.9 s {3}usually 4\.0 s\n$/);
  });

  it.each([
    ['Stopping ...', { ...status, state: 'stopping' as const }],
    [
      'Saving the memory ...',
      {
        ...status,
        state: 'sleeping' as const,
        vm: { driver: 'qemu', accelerator: 'tcg', cpus: 2, memoryMiB: 2_048, pid: 7 } as const,
      },
    ],
  ])('says "%s" where that takes long', (words, present) => {
    const out = output(false);
    startProgress(out).show(present);
    vi.advanceTimersByTime(25_000);
    expect(out.written).toEqual([`  ${words}\n`]);
  });

  it('says what a long stop may be waiting for, where an engine ran before', () => {
    const out = output(false);
    const progress = startProgress(out);
    progress.show(ran);
    progress.show({ ...status, state: 'stopping' });
    vi.advanceTimersByTime(25_000);
    expect(out.written).toEqual(['  Stopping ... (containers may take ten seconds to end)\n']);
  });

  it('says nothing once it has ended', () => {
    const out = output(false);
    const progress = startProgress(out);
    progress.show({ ...status, state: 'stopping' });
    progress.end();
    vi.advanceTimersByTime(25_000);
    expect(out.written).toEqual([]);
  });
});

describe('progress at a terminal', () => {
  it('keeps one line up to date and takes it away in the end', () => {
    const out = output(true);
    const progress = startProgress(out);
    progress.show(ran);
    progress.show({ ...status, state: 'stopping' });
    vi.advanceTimersByTime(400);
    expect(out.written).toContain('  Stopping ...');
    vi.advanceTimersByTime(2_000);
    expect(out.written.at(-1)).toBe('  Stopping ... (containers may take ten seconds to end)');
    expect(out.written.join('')).not.toContain('\n');
    progress.end();
    expect(out.written.at(-1)).toBe('\r\u001B[2K');
  });
});
