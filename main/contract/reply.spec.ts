import { describe, expect, it } from 'vitest';
import { SlipwayError } from './errors.ts';
import { unwrapReply } from './reply.ts';

describe('unwrapReply', () => {
  it('gives the result, or throws the error as it was', () => {
    expect(unwrapReply({ result: 3 })).toBe(3);
    const failure = { code: 'disk-full', message: 'Full.', hint: 'Tidy up.', detail: 'more' } as const;
    expect(() => unwrapReply({ error: failure })).toThrow(SlipwayError);
    expect(() => unwrapReply({ error: failure })).toThrow(expect.objectContaining(failure));
  });
});
