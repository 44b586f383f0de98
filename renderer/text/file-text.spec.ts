import { expect, it } from 'vitest';
import { bytesOf, itemsText, leftOutText, modeText, mountText, ownerText } from './file-text.ts';

it.each([
  ['file', 0o644, '-rw-r--r--'],
  ['folder', 0o755, 'drwxr-xr-x'],
  ['folder', 0o1777, 'drwxrwxrwt'],
  ['file', 0o4755, '-rwsr-xr-x'],
  ['file', 0o2644, '-rw-r-Sr--'],
  ['folder', 0o1770, 'drwxrwx--T'],
  ['link', 0o777, 'lrwxrwxrwx'],
  ['socket', 0, 's---------'],
] as const)('writes the rights of a %s as ls does', (kind, mode, text) => {
  expect(modeText({ kind, mode })).toBe(text);
});

it('says whose a file is, hostile names too', () => {
  expect(ownerText({ user: 'root', group: '', uid: 0, gid: 12 })).toBe('root:12');
  expect(ownerText({ user: 'a\u202eb', group: 'g', uid: 0, gid: 0 })).toBe('a\\u{202e}b:g');
});

it('counts', () => {
  expect([0, 1, 1_234].map(itemsText)).toEqual(['0 items', '1 item', '1,234 items']);
});

it('says what is mounted', () => {
  expect(mountText({ kind: 'volume', source: 'pgdata', readOnly: false })).toBe('volume pgdata');
  expect(mountText({ kind: 'bind', source: '/home/a', readOnly: true })).toBe('from /home/a, read-only');
  expect(mountText({ kind: 'tmpfs', source: '', readOnly: false })).toBe('in memory');
});

it('counts bytes, not characters', () => {
  expect(bytesOf('aü€😀')).toBe(10);
});

it('says how many could not be carried', () => {
  expect(leftOutText(1)).toMatch(/^One item was left out: /);
  expect(leftOutText(2)).toMatch(/^2 items were left out: /);
});
