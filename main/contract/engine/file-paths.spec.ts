import { expect, it } from 'vitest';
import { inFolder, lastName, parentOf } from './file-paths.ts';

it('puts paths together and takes them apart', () => {
  expect(inFolder('/', 'a')).toBe('/a');
  expect(inFolder('/a', 'b')).toBe('/a/b');
  expect([parentOf('/a/b'), parentOf('/a'), parentOf('/')]).toEqual(['/a', '/', '/']);
  expect(lastName('/a/b')).toBe('b');
});
