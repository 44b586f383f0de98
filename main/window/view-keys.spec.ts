import { expect, it } from 'vitest';
import { viewKey } from './view-keys.ts';

it('gives each view a key of its own', () => {
  expect([0, 8, 9, 13].map((index) => viewKey(index, 'linux'))).toEqual([
    ...['CmdOrCtrl+1', 'CmdOrCtrl+9', 'CmdOrCtrl+Shift+1', 'CmdOrCtrl+Shift+5'],
  ]);
  expect(viewKey(9, 'darwin')).toBe('CmdOrCtrl+Alt+1');
  expect(viewKey(18)).toBeUndefined();
  const all = Array.from({ length: 18 }, (_, index) => viewKey(index));
  expect(new Set(all).size).toBe(18);
});
