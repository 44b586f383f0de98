import { inject } from 'vitest';
import { type Instance, openInstance } from './instance.ts';

/**
 * The running instance that the files of a lane share, one after the other, in the default home of its user. A test leaves it running
 * as it found it.
 */
export function sharedVm(): Instance {
  const lane = Number(process.env.VITEST_POOL_ID);
  const userHome = inject('sharedUserHomes')[lane - 1];
  if (userHome === undefined) throw new Error(`no VM was started for lane ${process.env.VITEST_POOL_ID}`);
  return openInstance(userHome, '.slipway');
}
