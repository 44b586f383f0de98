import { expect, it } from 'vitest';
import { xAuthority } from './x-authority.ts';

it('is one entry without address and display, each field with its length before it', () => {
  expect(xAuthority(Buffer.from([1, 2, 3])).toString('latin1')).toBe(
    '\xff\xff\0\0\0\0\0\x12MIT-MAGIC-COOKIE-1\0\x03\x01\x02\x03',
  );
});
