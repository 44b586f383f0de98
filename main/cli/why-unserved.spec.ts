import { expect, it } from 'vitest';
import type { Status } from '../contract/status.ts';
import { whyUnserved } from './why-unserved.ts';

const full = { code: 'disk-full', message: 'The disk is full.', hint: 'Free 256 MiB.' } as const;
const ended = { code: 'vm-exited', message: 'The VM ended unexpectedly.', hint: 'Start it.' } as const;
const host = { pid: 1, kind: 'headless' } as const;

const why = (state: Status['state'], problems: Status['problems'] = [], holder: Status['host'] = null) =>
  whyUnserved({ state, problems, host: holder });

it('says nothing while an engine is there, or is listened for', () => {
  expect(why('running', [full])).toBeUndefined();
  expect(why('sleeping', [full], host)).toBeUndefined();
  expect(why('sleeping')).toMatchObject({
    message: expect.stringContaining('sleeps'),
    hint: 'slipway start',
  });
});

it('repeats the advice of the failure, since another start would end alike', () => {
  expect(why('failed', [full, ended])).toEqual({
    message: 'The engine does not run: its start failed. The disk is full.',
    hint: 'Free 256 MiB.',
  });
  expect(why('failed')).toEqual({
    message: 'The engine does not run: its start failed.',
    hint: 'slipway start',
  });
});

it('tells no note as the reason, but that a VM or its supervisor ended unexpectedly', () => {
  expect(why('stopped', [full])).toEqual({ message: 'The engine is stopped.', hint: 'slipway start' });
  expect(why('stopped', [full, ended])).toBe(ended);
  expect(why('backoff', [ended], host)).toBe(ended);
  for (const code of ['vm-orphaned', 'host-unreachable'] as const) {
    const gone = { ...ended, code };
    expect(why('waiting', [gone])).toBe(gone);
  }
  expect(why('booting', [full], host)).toMatchObject({
    message: 'The engine is not ready (state: booting).',
  });
});
