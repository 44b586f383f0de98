import { formatSize } from '../../main/contract/format.ts';
import type { Carrier } from '../state/carriers-store.ts';
import { formatLines } from './format.ts';

/** How far files on their way are: `41 MB of 124 MB, 12 files`. */
export function carrierNote(carrier: Omit<Carrier, 'cancel'>): string {
  const { bytes, total, files, lines, isEnding, isFinal } = carrier;
  if (isEnding) return 'Cancelling…';
  if (isFinal) return 'Finishing…';
  if (bytes === 0) return 'Beginning…';
  const size =
    total !== null && total >= bytes ? `${formatSize(bytes)} of ${formatSize(total)}` : formatSize(bytes);
  if (lines !== undefined) return `${size}, ${formatLines(lines)}`;
  return files > 1 ? `${size}, ${files} files` : size;
}
