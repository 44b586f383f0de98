import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/**
 * Copies this Node and the libraries that it has loaded into a folder: by its own loader it runs in any container of this
 * machine's architecture that has the folder. Answers the command line for that, the folder being at `at`.
 */
export async function copyHostNode(folder: string, at: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: readonly string[] };
  const files = [...new Set([process.execPath, ...sharedObjects.filter((path) => path.startsWith('/'))])];
  await Promise.all(files.map((path) => copyFile(path, join(folder, basename(path)))));
  const loader = files.map((path) => basename(path)).find((name) => name.startsWith('ld-linux'));
  if (loader === undefined) throw new Error('this Node has no loader');
  return [`${at}/${loader}`, '--library-path', at, `${at}/${basename(process.execPath)}`];
}
