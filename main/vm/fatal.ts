import type { ErrorCode, Failure } from '../contract/errors.ts';
import type { Event } from './state.ts';

/** Failures that trying again cannot mend: something of the user's has to change first. */
const fatalCodes: ReadonlySet<ErrorCode> = new Set([
  'accelerator-failed',
  'assets-missing',
  'data-disk-damaged',
  'data-disk-missing',
  'disk-full',
  'home-path-too-long',
  'home-unwritable',
  'image-corrupt',
  'image-mismatch',
  'qemu-missing',
  'setting-unknown',
  'settings-invalid',
  'vm-orphaned',
]);

/** The event of a failure: whether it is worth another try follows from its code. */
export function failed(problem: Failure): Event {
  return { kind: 'failure', problem, fatal: fatalCodes.has(problem.code) };
}
