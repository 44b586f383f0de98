import { expect, it } from 'vitest';
import { isPaletteKey } from './palette-store.ts';

const key = (code: string, ...held: ('ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey')[]) => ({
  ...{ code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false },
  ...Object.fromEntries(held.map((name) => [name, true])),
});

it('opens by Ctrl+K, and by Cmd+K on a Mac', () => {
  expect(isPaletteKey(key('KeyK', 'ctrlKey'), false)).toBe(true);
  expect(isPaletteKey(key('KeyK', 'metaKey'), true)).toBe(true);
  expect(isPaletteKey(key('KeyK', 'metaKey'), false)).toBe(false);
  expect(isPaletteKey(key('KeyK', 'ctrlKey'), true)).toBe(false);
});

it('opens by Ctrl+Shift+P, too', () => {
  expect(isPaletteKey(key('KeyP', 'ctrlKey', 'shiftKey'), false)).toBe(true);
  expect(isPaletteKey(key('KeyP', 'metaKey', 'shiftKey'), true)).toBe(true);
});

it('takes no other key', () => {
  expect(isPaletteKey(key('KeyK'), false)).toBe(false);
  expect(isPaletteKey(key('KeyP', 'ctrlKey'), false)).toBe(false);
  expect(isPaletteKey(key('KeyK', 'ctrlKey', 'altKey'), false)).toBe(false);
  expect(isPaletteKey(key('KeyK', 'ctrlKey', 'shiftKey'), false)).toBe(false);
});
