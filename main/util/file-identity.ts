import type { BigIntStats } from 'node:fs';

/**
 * What tells a file from others that were ever at its path, where the file system has a time of birth: an inode's number is given
 * again.
 */
export function fileIdentity({ dev, ino, birthtimeNs }: BigIntStats): string {
  return `${dev} ${ino} ${birthtimeNs}`;
}
