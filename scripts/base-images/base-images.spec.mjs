import { describe, expect, it } from 'vitest';
import { isKept } from './finish-root.mjs';
import { fileList, statusEntry } from './install-packages.mjs';

describe('dpkg’s list', () => {
  it('has what a package says of itself, and that it is installed', () => {
    const control = 'Package: mawk\nVersion: 1.3.4\nDescription: awk\n more\n';
    expect(statusEntry(control)).toBe(
      'Package: mawk\nStatus: install ok installed\nVersion: 1.3.4\nDescription: awk\n more\n\n',
    );
  });

  it('has files by their place in the system', () => {
    expect(fileList('./\n./usr/\n./usr/bin/mawk\n')).toBe('/.\n/usr\n/usr/bin/mawk\n');
  });
});

it('leaves out what a container has nobody to read for, but for copyrights', () => {
  const paths = ['usr/share/man', 'usr/share/doc/mawk/README', 'usr/share/doc/mawk/examples'];
  expect(paths.filter(isKept)).toEqual([]);
  const kept = ['usr/share/doc', 'usr/share/doc/mawk', 'usr/share/doc/mawk/copyright', 'usr/bin/mawk'];
  expect(kept.filter(isKept)).toEqual(kept);
});
