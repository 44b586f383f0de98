import type { ShareState } from '../../main/contract/shares.ts';

/** Folders in each state that a share can be in. */
export const fixtureShares: readonly ShareState[] = [
  { path: '/home/maria', readOnly: false, isShown: true, isWanted: true, problem: null },
  { path: '/srv/data', readOnly: true, isShown: false, isWanted: true, problem: null },
  { path: '/srv/old', readOnly: false, isShown: true, isWanted: false, problem: null },
  {
    ...{ path: '/media/disk', readOnly: false, isShown: false, isWanted: true },
    problem: {
      code: 'share-unavailable',
      message: 'The shared folder /media/disk is not there.',
      hint: 'Bring it back and `slipway restart`, or `slipway share rm /media/disk`.',
    },
  },
];
