import { expect, it } from 'vitest';
import { shareText } from './share-text.ts';

const share = { path: '/home/ada', readOnly: false, isShown: true, isWanted: true, problem: null };

it('says what containers can do with a folder', () => {
  expect(shareText(share, 'awake')).toBe('Containers can read and write it');
  expect(shareText({ ...share, readOnly: true }, 'awake')).toBe('Containers can read it');
});

it('says what waits for the next start, if there is an engine that has it otherwise', () => {
  expect(shareText({ ...share, isShown: false }, 'awake')).toBe(
    'Containers can read and write it from the next start on',
  );
  expect(shareText({ ...share, isShown: false }, 'none')).toBe('Containers can read and write it');
  expect(shareText({ ...share, isWanted: false }, 'asleep')).toContain('Shared no longer');
});
