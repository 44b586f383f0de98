import { expect, it } from 'vitest';
import type { Boot } from '../../../main/contract/status.ts';
import { longestStage, stageRows, usualTotal } from './stage-rows.ts';

const boot: Boot = {
  kind: 'cold',
  startedAt: 1_000,
  durationMs: null,
  stages: [
    { name: 'checks', startedAt: 1_000, durationMs: 200, usualMs: 150 },
    { name: 'qemu', startedAt: 1_200, durationMs: null, usualMs: 400 },
  ],
};

it('shows what has been, what is, and what is to come', () => {
  const rows = stageRows(boot, 1_500, false);
  expect(rows[0]).toMatchObject({ title: 'Check image and settings', state: 'done', elapsedMs: 200 });
  expect(rows[1]).toMatchObject({ name: 'qemu', state: 'running', elapsedMs: 300, usualMs: 400 });
  expect(rows[2]).toMatchObject({ name: 'kernel', state: 'to come', elapsedMs: null });
  expect(rows.map(({ name }) => name)).not.toContain('accelerator');
});

it('expects nothing more of a start that failed, and marks where', () => {
  const rows = stageRows(boot, 9_000, true);
  expect(rows.map(({ state }) => state)).toEqual(['done', 'failed']);
});

it('expects nothing more of a start that is done, and of another only what its kind brings', () => {
  expect(stageRows({ ...boot, durationMs: 500 }, 9_000, false)).toHaveLength(2);
  const load = { name: 'load', startedAt: 1_200, durationMs: null, usualMs: null };
  const stages = [...boot.stages.slice(0, 1), load];
  const names = (kind: Boot['kind']) =>
    stageRows({ ...boot, kind, stages }, 9_000, false).map(({ name }) => name);
  expect(names('resume')).toEqual(['checks', 'load', 'wake', 'ping']);
  const booted = ['disk', 'containerd', 'engine', 'ready', 'ping'];
  expect(names('template')).toEqual(['checks', 'load', 'wake', ...booted]);
});

it('does not guess what is to come before it is known what kind of start it is', () => {
  const rows = stageRows({ ...boot, stages: boot.stages.slice(0, 1) }, 9_000, false);
  expect(rows.map(({ name }) => name)).toEqual(['checks']);
});

it('shows a stage that it does not know by its own name, made visible', () => {
  const stages = [{ name: 'x\u202ey', startedAt: 0, durationMs: 1, usualMs: null }];
  expect(stageRows({ ...boot, stages }, 0, false)[0]?.title).toBe('x\\u{202e}y');
});

it('knows the usual time of the whole only when it knows that of each part', () => {
  expect(usualTotal(boot)).toBe(550);
  expect(
    usualTotal({ ...boot, stages: [{ name: 'qemu', startedAt: 0, durationMs: 1, usualMs: null }] }),
  ).toBeNull();
  expect(usualTotal({ ...boot, stages: [] })).toBeNull();
});

it('makes room for the longest stage, its usual time included', () => {
  expect(longestStage(stageRows(boot, 5_200, false))).toBe(4_000);
  expect(longestStage([])).toBe(1_000);
});
