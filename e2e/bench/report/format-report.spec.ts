import { describe, expect, it } from 'vitest';
import { formatNumber, formatReport, formatTable } from './format-report.ts';
import type { Table } from './report.ts';

const table: Table = {
  title: 'Boot',
  unit: 's',
  head: 'stage',
  columns: ['ours', 'theirs'],
  rows: [
    { label: 'kernel', values: { ours: [3, 1, 2] } },
    { label: 'all', values: { ours: [10, 12, 11], theirs: [60.25, 61, 62] } },
  ],
};

describe('formatTable', () => {
  it('shows medians and ranges side by side, and what was not measured as a dash', () => {
    expect(formatTable(table, 'text')).toEqual([
      'Boot (s; median, least-most, of 3 runs)',
      'stage                ours             theirs',
      'kernel   2.00 (1.00-3.00)                  -',
      'all      11.0 (10.0-12.0)   61.0 (60.3-62.0)',
    ]);
  });

  it('writes Markdown', () => {
    expect(formatTable({ ...table, rows: [{ label: 'all', values: { ours: [1] } }] }, 'markdown')).toEqual([
      'Boot (s):',
      '',
      '| stage | ours | theirs |',
      '| ----- | ---: | -----: |',
      '| all   | 1.00 |      - |',
    ]);
  });
});

describe('formatReport', () => {
  it('says when, on what, and whether an aim was met', () => {
    const text = formatReport(
      {
        name: 'cold-boot',
        measuredAt: '2026-01-02T03:04:05.000Z',
        revision: 'abc1234',
        machine: 'two cores',
        report: {
          tables: [table],
          aims: [{ text: 'Ours by theirs', value: 0.31, limit: 0.25, bound: 'at most' }],
          notes: ['A note.'],
        },
      },
      'text',
    );
    expect(text).toContain('cold-boot, 2026-01-02 03:04 UTC, revision abc1234');
    expect(text).toContain('Ours by theirs: 0.31 (aim: at most 0.25; missed)');
    expect(text).toContain('A note.\ntwo cores');
  });
});

describe('formatNumber', () => {
  it.each([
    [1234.5, '1235'],
    [99.94, '99.9'],
    [0.123, '0.12'],
  ])('%d is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});
