import { describe, expect, it } from 'vitest';
import { createReportReader, type GuestReport, lastFailureIn, parseReport } from './guest-reports.ts';

function readerOf() {
  const heard: GuestReport[] = [];
  return { heard, read: createReportReader((report) => heard.push(report)) };
}

describe('parseReport', () => {
  it.each<[string, GuestReport | undefined]>([
    ['[    4.512345] slipway: done kernel', { kind: 'done', stage: 'kernel' }],
    ['slipway: done a-stage-2', { kind: 'done', stage: 'a-stage-2' }],
    [
      '[ 1.0] slipway: failed disk: it: is broken',
      { kind: 'failed', stage: 'disk', reason: 'it: is broken' },
    ],
    ['slipway: failed disk', { kind: 'failed', stage: 'disk', reason: 'no reason given' }],
    [
      '[ 9.9] Kernel panic - not syncing: Attempted to kill init!',
      { kind: 'panic', reason: 'Attempted to kill init!' },
    ],
    ['slipway: done Kernel', undefined],
    ['slipway: done kernel and more', undefined],
    ['slipway: done', undefined],
    ['slipway: begun kernel', undefined],
    ['', undefined],
  ])('%j', (line, expected) => {
    expect(parseReport(line)).toEqual(expected);
  });
});

describe('createReportReader', () => {
  it('finds the same reports however the output is cut into pieces', () => {
    const text =
      'noise\r\n[ 1.0] slipway: done kernel\r\nmore\n[ 2.0] slipway: failed disk: full\r\nslipway: done root\n';
    const whole = readerOf();
    whole.read(text);
    expect(whole.heard).toHaveLength(3);
    for (let size = 1; size < 40; size += 1) {
      const { heard, read } = readerOf();
      for (let at = 0; at < text.length; at += size) read(text.slice(at, at + size));
      expect(heard).toEqual(whole.heard);
    }
  });

  it('waits for the end of a line', () => {
    const { heard, read } = readerOf();
    read('slipway: done ro');
    read('ot');
    expect(heard).toEqual([]);
    read('\n');
    expect(heard).toEqual([{ kind: 'done', stage: 'root' }]);
  });

  it('takes a line without end in its stride, and hears what comes after', () => {
    const { heard, read } = readerOf();
    const started = performance.now();
    for (let turn = 0; turn < 2_000; turn += 1) read('x'.repeat(4_096));
    read('\nslipway: done root\n');
    expect(heard).toEqual([{ kind: 'done', stage: 'root' }]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('does not slow down on lines that nearly match', () => {
    const { heard, read } = readerOf();
    const started = performance.now();
    read(`${'slipway: failed '.repeat(20_000)}\n${'slipway: done a-'.repeat(20_000)}!\n`);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(heard.length).toBeLessThanOrEqual(2);
  });
});

describe('lastFailureIn', () => {
  it('finds the last failure, if any', () => {
    expect(lastFailureIn('slipway: done kernel\nbye\n')).toBeUndefined();
    expect(lastFailureIn('slipway: failed disk: one\nKernel panic - not syncing: two\n---[ end ]\n')).toEqual(
      {
        kind: 'panic',
        reason: 'two',
      },
    );
  });
});
