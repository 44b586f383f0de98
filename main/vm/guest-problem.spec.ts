import { describe, expect, it } from 'vitest';
import { homePaths } from '../home/paths.ts';
import { guestProblem } from './guest-problem.ts';

const paths = homePaths('/home/me/.slipway');

describe('what a guest reports', () => {
  it('of a data disk without any room is told with the way to more of it', () => {
    const reason = 'mkdir /var/lib/docker/tmp: no space left on device';
    expect(guestProblem({ kind: 'failed', stage: 'engine', reason }, paths)).toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining(reason),
      hint: expect.stringContaining('slipway disk resize'),
    });
  });

  it('of a data disk that cannot be used names the file', () => {
    const reason = 'it is damaged';
    expect(guestProblem({ kind: 'failed', stage: 'disk', reason }, paths)).toMatchObject({
      code: 'data-disk-damaged',
      hint: expect.stringContaining(paths.dataDisk),
    });
  });

  it('of anything else is told in its own words', () => {
    expect(guestProblem({ kind: 'panic', reason: 'sysrq' }, paths)).toMatchObject({
      code: 'guest-failed',
      message: expect.stringContaining('sysrq'),
    });
  });
});
