import { stat } from 'node:fs/promises';
import type { Status } from '../contract/status.ts';
import type { HomePaths } from '../home/paths.ts';
import { findMemoryImage } from '../vm/memory/memory-image.ts';

/** Unit of `stat`'s blocks, whatever the file system's own are. */
const blockBytes = 512;

/** Since when a VM sleeps, and what its memory takes on disk; null when no memory was saved. */
export async function readSleep({ asleep }: HomePaths): Promise<Status['sleep']> {
  const manifest = await stat(asleep.manifest).catch(() => undefined);
  if (manifest === undefined) return null;
  const [image, memory] = await Promise.all([
    findMemoryImage(asleep),
    stat(asleep.memory).catch(() => undefined),
  ]);
  // A manifest that cannot be read is found out, and told, by the start: until then the VM sleeps.
  return { since: image?.savedAt ?? Math.round(manifest.mtimeMs), bytes: (memory?.blocks ?? 0) * blockBytes };
}
