import { describe, expect, it } from 'vitest';
import { parseBenchArguments } from './arguments.ts';
import { measurementNames } from './measurement-names.ts';

describe('parseBenchArguments', () => {
  it('measures everything five times unless told otherwise', () => {
    expect(parseBenchArguments([])).toEqual({
      kind: 'measure',
      names: measurementNames,
      runs: 5,
      megabytes: 100,
    });
  });

  it('measures what is named, in the fixed order', () => {
    expect(parseBenchArguments(['socket', 'sizes', '--runs', '2'])).toMatchObject({
      names: ['sizes', 'socket'],
      runs: 2,
    });
  });

  it('prints what was measured', () => {
    expect(parseBenchArguments(['--markdown'])).toEqual({ kind: 'print' });
  });

  it.each([
    [['speed'], 'speed'],
    [['--runs', '0'], '--runs'],
    [['--runs', 'many'], 'many'],
    [['--fast'], '--fast'],
  ])('refuses %j', (words, named) => {
    expect(parseBenchArguments(words)).toMatchObject({
      kind: 'wrong',
      message: expect.stringContaining(named),
    });
  });
});
