import { expect, it } from 'vitest';
import { isPaletteKey } from './palette-store.ts';

const key = (code: string, ...held: ('ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey')[]) => ({
  ...{ code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false },
  ...Object.fromEntries(held.map((name) => [name, true])),
});

it('opens by Ctrl+K, and by Cmd+K on a Mac', () => {
  expect(isPaletteKey(key('KeyK', 'ctrlKey'), false, false)).toBe(true);
  expect(isPaletteKey(key('KeyK', 'metaKey'), false, true)).toBe(true);
  expect(isPaletteKey(key('KeyK', 'metaKey'), false, false)).toBe(false);
  expect(isPaletteKey(key('KeyK', 'ctrlKey'), false, true)).toBe(false);
});

it('leaves Ctrl+K to the shell of a terminal', () => {
  expect(isPaletteKey(key('KeyK', 'ctrlKey'), true, false)).toBe(false);
  expect(isPaletteKey(key('KeyP', 'ctrlKey', 'shiftKey'), true, false)).toBe(true);
  expect(isPaletteKey(key('KeyK', 'metaKey'), true, true)).toBe(true);
});

it('takes no other key', () => {
  expect(isPaletteKey(key('KeyK'), false, false)).toBe(false);
  expect(isPaletteKey(key('KeyP', 'ctrlKey'), false, false)).toBe(false);
  expect(isPaletteKey(key('KeyK', 'ctrlKey', 'altKey'), false, false)).toBe(false);
  expect(isPaletteKey(key('KeyK', 'ctrlKey', 'shiftKey'), false, false)).toBe(false);
});
