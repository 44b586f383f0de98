import { expect, it } from 'vitest';
import { carrierNote } from './carrier-note.ts';

const carrier = {
  id: 1,
  title: '',
  bytes: 41_000_000,
  total: 124_000_000,
  files: 12,
  isEnding: false,
  isFinal: false,
};

it('says how far it is, as far as that is known', () => {
  expect(carrierNote(carrier)).toBe('41 MB of 124 MB, 12 files');
  expect(carrierNote({ ...carrier, total: null, files: 0 })).toBe('41 MB');
  // A guess that was too small.
  expect(carrierNote({ ...carrier, total: 40_000_000, files: 1 })).toBe('41 MB');
  expect(carrierNote({ ...carrier, bytes: 0 })).toBe('Beginning…');
  expect(carrierNote({ ...carrier, isEnding: true })).toBe('Cancelling…');
});
