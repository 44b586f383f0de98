import { describe, expect, it } from 'vitest';
import { SlipwayError, toFailure } from './errors.ts';

describe('toFailure', () => {
  it('keeps what one of our own errors says', () => {
    const failure = { code: 'disk-full', message: 'Full.', hint: 'Free some.', detail: '0 bytes' } as const;
    expect(toFailure(new SlipwayError(failure))).toEqual(failure);
  });

  it('tells a cancelled operation and one that ran out of time from an unforeseen failure', () => {
    expect(toFailure(AbortSignal.abort().reason)).toMatchObject({ code: 'aborted' });
    expect(toFailure(new DOMException('signal timed out', 'TimeoutError'))).toMatchObject({
      code: 'deadline-exceeded',
    });
    expect(toFailure(new TypeError('x is not a function'))).toMatchObject({
      code: 'internal',
      message: 'x is not a function',
    });
  });

  it('makes a failure of whatever was thrown', () => {
    expect(toFailure('no')).toMatchObject({ code: 'internal', message: 'no' });
  });
});
