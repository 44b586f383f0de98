import { expect, it } from 'vitest';
import type { Status } from '../../../main/contract/status.ts';
import { describeState } from './state-text.ts';

const started = { kind: 'cold', startedAt: 0, durationMs: 9_000, stages: [] } as const;
const unreachable = { code: 'engine-unreachable', message: 'It stopped answering.', hint: 'Wait.' } as const;

const waiting = (more: Partial<Status>): Status => ({
  state: 'waiting',
  home: '/home/me/.slipway',
  socket: null,
  engine: null,
  vm: null,
  domains: null,
  memory: null,
  boot: started,
  restarted: null,
  nodes: [],
  problems: [],
  sleep: null,
  retry: null,
  accelerators: [],
  host: null,
  ...more,
});

it('tells an engine that was lost from one that is being started', () => {
  const titleOf = (more: Partial<Status>) => describeState(waiting(more), null).title;
  expect(titleOf({ boot: { ...started, durationMs: null } })).toBe('Waiting for the Docker Engine');
  expect(titleOf({ boot: { ...started, durationMs: null }, problems: [unreachable] })).toBe(
    'Waiting for the Docker Engine',
  );
  expect(titleOf({ problems: [unreachable] })).toBe('The Docker Engine does not answer');
  // A data disk that cannot be written: it does not go on by itself.
  expect(titleOf({ problems: [{ ...unreachable, code: 'qemu-failed' }] })).toBe(
    'The Docker Engine does not answer',
  );
  // It stands still for a snapshot, say: nothing is wrong.
  const still = 'The engine stands still for a moment';
  expect(titleOf({ problems: [] })).toBe(still);
  expect(titleOf({ problems: [{ ...unreachable, code: 'accelerator-failed' }] })).toBe(still);
});
