import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { BuildOrder } from './build-order.ts';

/** What buildx notes of a build that it begins, in a file that is called as BuildKit calls the build. */
const note = z.object({ LocalPath: z.string(), DockerfilePath: z.string().optional() });

/** The builder whose builds are looked for. */
const builder = 'default/default';

/** File systems may cut the time of a file to a second. */
const cutMs = 1_000;

/** What a build is known by before BuildKit's name for it is. */
type Begun = Pick<BuildOrder, 'folder' | 'dockerfile'>;

/**
 * Answers how BuildKit calls a build that was begun since then, each name once; undefined where buildx has not noted it. Never
 * rejects. `dockerConfig`: the folder in which buildx keeps its notes.
 */
export function refFinder(
  dockerConfig: string,
): (order: Begun, since: number) => Promise<string | undefined> {
  const folder = join(dockerConfig, 'buildx', 'refs', builder);
  const taken = new Set<string>();
  return async (order, since) => {
    const notes = await readNotes(folder, order, since - cutMs);
    // Of builds of the same folder each has the first one that came after it.
    const [first] = notes
      .filter(({ ref }) => !taken.has(ref))
      .toSorted((a, b) => Number(a.at < since) - Number(b.at < since) || a.at - b.at);
    if (first !== undefined) taken.add(first.ref);
    return first?.ref;
  };
}

/** The notes of builds of the same files, with their times in milliseconds since 1970; those that cannot be read are left out. */
async function readNotes(
  folder: string,
  order: Begun,
  since: number,
): Promise<readonly { readonly ref: string; readonly at: number }[]> {
  const notes = [];
  for (const file of await readdir(folder).catch(() => [])) {
    const path = join(folder, file);
    try {
      const at = (await stat(path)).mtimeMs;
      // Those of all builds are kept: most need not be read.
      if (at < since) continue;
      const { LocalPath, DockerfilePath } = note.parse(JSON.parse(await readFile(path, 'utf8')));
      if (LocalPath === order.folder && (DockerfilePath || order.dockerfile) === order.dockerfile)
        notes.push({ ref: `${builder}/${file}`, at });
    } catch {
      // One that is being written, or is none.
    }
  }
  return notes;
}
