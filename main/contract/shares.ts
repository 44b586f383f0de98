import type { Failure } from './errors.ts';

/** A folder of the host that the guest is to see under its own path. */
export interface Share {
  /** Absolute and without links, as the system tells it. */
  readonly path: string;
  readonly readOnly: boolean;
}

/** A share as `slipway share list` tells of it. */
export interface ShareState extends Share {
  /** The VM that runs has it, in this way. */
  readonly isShown: boolean;
  /** The next start shows it. False for one that is no longer shared, and that the VM that runs has all the same. */
  readonly isWanted: boolean;
  /** Why it cannot be shown; null when nothing is known to stand in the way. */
  readonly problem: Failure | null;
}

/** Whether a path is a folder's own or one within it. Both are absolute and without links. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}
