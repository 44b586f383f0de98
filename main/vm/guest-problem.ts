import type { Failure } from '../contract/errors.ts';
import type { HomePaths } from '../home/paths.ts';
import type { GuestFailure } from './guest-reports.ts';

/** A failure that the guest reported, with what to try. */
export function guestProblem(report: GuestFailure, paths: HomePaths): Failure {
  if (report.kind === 'failed' && report.stage === 'disk') {
    return {
      code: 'data-disk-damaged',
      message: `The guest cannot use the disk with your images, containers and volumes, ${paths.dataDisk}: ${report.reason}.`,
      hint: `Keep a copy, then mend it (on Linux \`e2fsck -f ${paths.dataDisk}\`) or put it back from a backup. To begin anew without it, move it and ${paths.dataDiskRecord} away.`,
    };
  }
  if (report.kind === 'failed' && /no space left/i.test(report.reason)) {
    return {
      code: 'disk-full',
      message: `The data disk is full, and the guest could not finish the stage "${report.stage}": ${report.reason}.`,
      hint: 'Make it larger with `slipway disk resize SIZE` (`slipway disk usage` tells its size), and start again.',
    };
  }
  const message =
    report.kind === 'panic'
      ? `The guest's kernel panicked: ${report.reason}.`
      : `The guest could not finish the stage "${report.stage}": ${report.reason}.`;
  return { code: 'guest-failed', message, hint: 'See the guest’s console: `slipway logs --source console`.' };
}
