import { describe, expect, it } from 'vitest';
import { broken, differences, readVerdicts, tableBelow } from './verdicts.ts';

const own = readVerdicts([
  ['open', 'ENOENT', 'ENOENT', 'openat'],
  ['lock', 'ok', 'ok', ''],
]);

describe('what came of the checks', () => {
  it('is broken where it is not as expected', () => {
    const bad = ['lock', 'ok', 'ENOLCK', 'flock'];
    expect(broken(own)).toEqual([]);
    expect(broken(readVerdicts([bad]))).toEqual([
      { check: 'lock', expected: 'ok', found: 'ENOLCK', where: 'flock' },
    ]);
  });

  it('is otherwise on a shared folder where it differs from the disk', () => {
    const shared = own.map((one) => (one.check === 'lock' ? { ...one, found: 'ENOLCK' } : one));
    expect(differences(own, own)).toEqual([]);
    expect(differences(own, shared)).toEqual([{ check: 'lock', ownDisk: 'ok', sharedFolder: 'ENOLCK' }]);
  });

  it('is compared with the same checks alone', () => {
    expect(() => differences(own, own.slice(1))).toThrow('open');
  });
});

describe('a table of the docs', () => {
  const page =
    '# Title\n\n## First\n\n| a | b |\n|---|---|\n| x | `y` |\n|z|`EIO` at `open`|\n\n## Second\n\n| c |\n';

  it('is read row by row', () => {
    expect(tableBelow(page, 'First')).toEqual([
      ['x', 'y'],
      ['z', 'EIO` at `open'],
    ]);
  });

  it.each(['Second', 'Third'])('is missed below "%s"', (heading) => {
    expect(() => tableBelow(page, heading)).toThrow(heading);
  });
});
