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

  it('names the file and the cause when the system refused it, which no other try mends', () => {
    const folder = Object.assign(new Error('EISDIR: x'), { code: 'EISDIR', path: '/a/b', syscall: 'read' });
    expect(toFailure(folder)).toEqual({
      code: 'home-unwritable',
      message: '/a/b cannot be used: it is a folder (EISDIR).',
      hint: expect.stringContaining('Mend that file or folder'),
    });
    const full = Object.assign(new Error('ENOSPC: x'), { code: 'ENOSPC', path: '/a', syscall: 'write' });
    expect(toFailure(full)).toMatchObject({ code: 'disk-full', message: expect.stringContaining('/a') });
    const program = Object.assign(new Error('spawn x ENOENT'), {
      code: 'ENOENT',
      path: 'x',
      syscall: 'spawn x',
    });
    expect(toFailure(program)).toMatchObject({ code: 'internal', message: 'spawn x ENOENT' });
  });

  it('makes a failure of whatever was thrown', () => {
    expect(toFailure('no')).toMatchObject({ code: 'internal', message: 'no' });
  });
});
