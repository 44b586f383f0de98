import { describe, expect, it } from 'vitest';
import { busyboxApplets } from './busybox-applets.mjs';

const names = ['[', '[[', ...'abcdefghijklmnopqrstuvwxyz'].map((name) =>
  name.length > 1 || name < 'a' ? name : `${name}pplet-x`,
);

describe('busyboxApplets', () => {
  it('reads the sorted run of names, whatever stands before and behind it', () => {
    const program = Buffer.concat([
      Buffer.from('\x7fELF [\0[[\0 not this one\0\x82', 'latin1'),
      Buffer.from(`${names.join('\0')}\0`, 'latin1'),
      Buffer.from('BusyBox v1\0', 'latin1'),
    ]);
    expect(busyboxApplets(program)).toEqual(names);
  });

  it('says so when there is no such run', () => {
    expect(() => busyboxApplets(Buffer.from('\x7fELF [\0[[\0acpid\0'))).toThrow('No list of applets');
  });
});
