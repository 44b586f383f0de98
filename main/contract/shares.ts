import { z } from 'zod';
import type { Failure } from './errors.ts';
import { chosenFileId } from './files.ts';
import { request } from './requests.ts';

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

/** Something in a shared folder that is not what it was. */
export interface SharedChange {
  readonly path: string;
  /** Since when, as the file itself says; milliseconds since 1970. */
  readonly at: number;
}

/** A path is asked about and never made: the longest that Linux takes has 4,096 bytes. */
const path = z.string().min(1).max(4_096);

/** What the window changes of the shares. A folder is shared that its user has chosen in a dialog of the system, and no other. */
export const shareRequests = {
  'shares.add': request<Share>()(z.strictObject({ folder: chosenFileId, readOnly: z.boolean() })),
  /** Of one that is shared already. */
  'shares.change': request<Share>()(z.strictObject({ path, readOnly: z.boolean() })),
  'shares.remove': request<Share>()(z.strictObject({ path })),
} as const;
