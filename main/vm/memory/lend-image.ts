import { link } from 'node:fs/promises';
import { writeFileAtomically } from '../../util/atomic-file.ts';
import { discard, findMemoryImage, type MemoryImagePaths } from './memory-image.ts';

/**
 * Gives memory that was saved before any disk was opened a second name, for a VM of another home of the same computer to begin
 * with: it takes no room, since nobody ever writes to such a file again. Replaces what is at `to`; answers whether there was
 * any to give. Rejects where the file system cannot give a file two names.
 */
export async function lendImage(from: MemoryImagePaths, to: MemoryImagePaths): Promise<boolean> {
  const image = await findMemoryImage(from);
  if (image === undefined || image.disk !== null) return false;
  await discard(to);
  await link(from.memory, to.memory);
  // Another one may have taken its place meanwhile.
  const still = await findMemoryImage(from);
  if (still?.savedAt !== image.savedAt) {
    await discard(to);
    return false;
  }
  const { file: _, ...rest } = image;
  await writeFileAtomically(to.manifest, JSON.stringify({ version: 1, ...rest }));
  return true;
}
