import type { LayerFile } from '../../../main/contract/engine/image-layers.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { itemsText, modeText } from '../../text/file-text.ts';

/** The files in whose path every word of the filter turns up. */
export function filterFiles(files: readonly LayerFile[], filter: string): readonly LayerFile[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return files;
  return files.filter(({ path }) => {
    const text = path.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How many there are and what they take; of those that are shown where that is a part. */
export function layerSummary(files: readonly LayerFile[], shown: readonly LayerFile[]): string {
  const bytes = formatSize(shown.reduce((sum, { size }) => sum + size, 0));
  if (shown.length !== files.length)
    return `${shown.length.toLocaleString('en')} of ${itemsText(files.length)}, ${bytes}`;
  const removed = files.filter(({ change }) => change === 'removed').length;
  return [itemsText(files.length), bytes, ...(removed > 0 ? [`${removed} removed`] : [])].join(', ');
}

/** As `ls -l` writes it; empty for what is taken away. */
export function permissionText({ kind, mode }: Pick<LayerFile, 'kind' | 'mode'>): string {
  return kind === 'gone' ? '' : modeText({ kind, mode });
}
