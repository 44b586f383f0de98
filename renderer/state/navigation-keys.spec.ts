import { expect, test } from 'vitest';
import { stepOfKey } from './navigation-keys.ts';

const none = { altKey: false, metaKey: false, ctrlKey: false };

test.each([
  [{ ...none, altKey: true, key: 'ArrowLeft' }, -1],
  [{ ...none, altKey: true, key: 'ArrowRight' }, 1],
  [{ ...none, metaKey: true, key: '[' }, -1],
  [{ ...none, metaKey: true, key: ']' }, 1],
  [{ ...none, metaKey: true, key: 'ArrowLeft' }, 0],
  [{ ...none, key: 'ArrowLeft' }, 0],
  [{ ...none, altKey: true, ctrlKey: true, key: 'ArrowLeft' }, 0],
])('%j leads %i', (key, step) => {
  expect(stepOfKey(key)).toBe(step);
});
