import { expect, it } from 'vitest';
import { commandOf, plainPaste } from './terminal-keys.ts';

const none = { code: '', ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };

it.each([
  ['Ctrl+Shift+C', { code: 'KeyC', ctrlKey: true, shiftKey: true }, 'copy', undefined],
  ['Ctrl+Shift+V', { code: 'KeyV', ctrlKey: true, shiftKey: true }, 'paste', undefined],
  ['Ctrl+Shift+F', { code: 'KeyF', ctrlKey: true, shiftKey: true }, 'find', undefined],
  ['Cmd+C', { code: 'KeyC', metaKey: true }, undefined, 'copy'],
  ['Cmd+F', { code: 'KeyF', metaKey: true }, undefined, 'find'],
  ['Ctrl+C', { code: 'KeyC', ctrlKey: true }, undefined, undefined],
  ['Ctrl+V', { code: 'KeyV', ctrlKey: true }, undefined, undefined],
  ['Ctrl+F', { code: 'KeyF', ctrlKey: true }, undefined, undefined],
  ['Tab', { code: 'Tab' }, undefined, undefined],
  ['Escape', { code: 'Escape' }, undefined, undefined],
  ['Shift+Escape', { code: 'Escape', shiftKey: true }, 'leave', 'leave'],
  ['Ctrl+PageDown', { code: 'PageDown', ctrlKey: true }, 'after', 'after'],
  ['Alt+Ctrl+Shift+C', { code: 'KeyC', ctrlKey: true, shiftKey: true, altKey: true }, undefined, undefined],
] as const)('%s', (_, event, elsewhere, onMac) => {
  expect(commandOf({ ...none, ...event }, false)).toBe(elsewhere);
  expect(commandOf({ ...none, ...event }, true)).toBe(onMac);
});

it('pastes text as it is, but nothing that a keyboard does not type', () => {
  expect(plainPaste('a\tb\r\nc — ü 🚢')).toBe('a\tb\r\nc — ü 🚢');
  expect(plainPaste('ls\u001b[201~\nrm -rf ~\n\u0003\u009b31m')).toBe('ls[201~\nrm -rf ~\n31m');
});
