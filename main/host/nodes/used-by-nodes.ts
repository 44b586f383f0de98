import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type HomePaths, homePaths } from '../../home/paths.ts';
import { ignoreMissing } from '../../util/file-errors.ts';
import { usedBytes } from '../../util/used-bytes.ts';

/** What all further VMs take on the disk, in bytes; without the template that they have in common with the main one. */
export async function usedByNodes(main: HomePaths): Promise<number> {
  const names = (await readdir(main.nodes).catch(ignoreMissing)) ?? [];
  const parts = await Promise.all(
    names.map(async (name) => {
      const home = join(main.nodes, name);
      const { memory } = homePaths(home).template;
      const isLent = ((await stat(memory).catch(ignoreMissing))?.nlink ?? 1) > 1;
      return (await usedBytes(home)) - (isLent ? await usedBytes(memory) : 0);
    }),
  );
  return parts.reduce((sum, part) => sum + Math.max(0, part), 0);
}
