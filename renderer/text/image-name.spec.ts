import { expect, it } from 'vitest';
import { shortImageName } from './image-name.ts';

it('cuts an id and no name', () => {
  expect(shortImageName(`sha256:${'0123456789ab'.repeat(5)}0123`)).toBe('0123456789ab');
  expect(shortImageName('registry:5000/web:1')).toBe('registry:5000/web:1');
});
