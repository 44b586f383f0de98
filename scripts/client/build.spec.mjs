import { describe, expect, it } from 'vitest';
import { requiredGlibc } from './build.mjs';

describe('requiredGlibc', () => {
  it('finds the newest version, compared as numbers', () => {
    const content = Buffer.from('\x7fELF\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.9\0GLIBC_PRIVATE\0');
    expect(requiredGlibc(content)).toBe('2.34');
  });

  it('finds none in a static program', () => {
    expect(requiredGlibc(Buffer.from('\x7fELF\0nothing of the kind, GLIBC_2.99 in a text'))).toBe('0.0');
  });
});
