import { expect, it } from 'vitest';
import { notRunning } from './docker-command.ts';

const full = { code: 'disk-full', message: 'The disk is full.', hint: 'Free 256 MiB.' } as const;

it('repeats the advice of the failure, since another start would end alike', () => {
  expect(notRunning({ state: 'failed', problems: [full] })).toMatchObject({
    message: 'The engine is not running (state: failed), so docker has nothing to talk to. The disk is full.',
    hint: 'Free 256 MiB.',
  });
});

it('names the start in every other state', () => {
  expect(notRunning({ state: 'stopped', problems: [full] }).hint).toBe('slipway start');
  expect(notRunning({ state: 'failed', problems: [] }).hint).toBe('slipway start');
});

it('tells no note as the reason, but that the VM ended unexpectedly', () => {
  const note = {
    code: 'accelerator-failed',
    message: 'KVM is not used.',
    hint: 'Give it another try.',
  } as const;
  const ended = { code: 'vm-exited', message: 'The VM ended unexpectedly.', hint: 'Start it.' } as const;
  const plain = 'The engine is not running (state: stopped), so docker has nothing to talk to.';
  expect(notRunning({ state: 'stopped', problems: [note] }).message).toBe(plain);
  expect(notRunning({ state: 'stopped', problems: [note, ended] })).toMatchObject({
    message: `${plain} The VM ended unexpectedly.`,
    hint: 'slipway start',
  });
});
