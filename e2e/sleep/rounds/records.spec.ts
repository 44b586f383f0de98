import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { audit } from './records.ts';

const record = (number: number, text = 'text') =>
  `${number} ${text} ${createHash('md5').update(`${number} ${text}\n`).digest('hex')}`;
const printed = (...files: (readonly string[])[]) =>
  files.map((lines, index) => `file ${index}\n${lines.join('\n')}\n\n`).join('');

describe('audit', () => {
  it('finds nothing wrong with what is whole', () => {
    const text = printed([record(1), record(2)], [record(3)]);
    expect(audit(text, new Set([1, 3]))).toEqual({
      ...{ records: 3, lost: [], torn: [], twice: [], unfinished: 0 },
    });
  });

  it('tells what was acknowledged and is not there, and what has a gap before it', () => {
    expect(audit(printed([record(1), record(3)]), new Set([4])).lost).toEqual([2, 4]);
  });

  it('tells a record that is not what was written, wherever it is once it was acknowledged', () => {
    const harmed = record(2).replace('text', 'test');
    expect(audit(printed([record(1), harmed, record(3)]), new Set())).toMatchObject({
      ...{ torn: [harmed], lost: [2] },
    });
    expect(audit(printed([record(1), harmed]), new Set([2]))).toMatchObject({ torn: [harmed], lost: [2] });
  });

  it('takes what was cut short at the end, and nobody was told of, for that', () => {
    const cut = record(2).slice(0, 20);
    expect(audit(printed([record(1), cut], [record(2)]), new Set([1]))).toMatchObject({
      ...{ torn: [], lost: [], unfinished: 1 },
    });
  });

  it('tells a number that was written twice', () => {
    expect(audit(printed([record(1)], [record(1, 'other')]), new Set([1])).twice).toEqual([1]);
  });
});
