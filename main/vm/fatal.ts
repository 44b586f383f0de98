import { type ErrorCode, toFailure } from '../contract/errors.ts';

/** Failures that trying again cannot mend: something of the user's has to change first. */
const fatalCodes: ReadonlySet<ErrorCode> = new Set([
  'accelerator-failed',
  'assets-missing',
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

/** Whether a start that failed with this is not worth trying again. */
export function isFatal(error: unknown): boolean {
  return fatalCodes.has(toFailure(error).code);
}
