import { expect, it } from 'vitest';
import { readPairs } from './pairs.ts';

it('reads one pair a line, everything after the first = being the value', () => {
  expect(readPairs('a=b\n\n o =addr=10.0.0.5,rw\nflag')).toEqual({
    ok: true,
    value: { a: 'b', o: 'addr=10.0.0.5,rw', flag: '' },
  });
});

it('refuses a line without a name, and a name that comes twice', () => {
  expect(readPairs('=b')).toMatchObject({ ok: false });
  expect(readPairs('a=1\na=2')).toMatchObject({ ok: false, problem: '“a” comes twice.' });
});
