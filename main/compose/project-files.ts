import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComposeText, ComposeVersion } from '../contract/compose.ts';
import { SlipwayError } from '../contract/errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import { ignoreMissing, namingFile } from '../util/file-errors.ts';
import { readTextFile, replaceTextFile } from '../util/text-file.ts';

/** Most earlier contents of one file that are kept. */
const mostVersions = 50;

/** What its messages call it. */
const what = 'Compose file';

/** Reads a Compose file. Throws `file-unusable` for one that is too large, not text, or no file. */
export async function readText(path: string): Promise<ComposeText> {
  return { path, ...(await readTextFile(path, what)) };
}

/** Writes a Compose file as {@link replaceTextFile} does. What it was before is kept. */
export function writeText(
  paths: HomePaths,
  path: string,
  text: string,
  version: string,
): Promise<string | null> {
  return replaceTextFile(path, what, { text, version }, (before) => keepVersion(paths, path, before));
}

/** Earlier contents of a file, the newest first. */
export async function listVersions(paths: HomePaths, path: string): Promise<readonly ComposeVersion[]> {
  const folder = historyFolder(paths, path);
  const names = (await readdir(folder).catch(ignoreMissing).catch(namingFile(folder))) ?? [];
  const versions = await Promise.all(
    names.map(async (id): Promise<ComposeVersion | undefined> => {
      const [, time] = /^(\d{13})-[0-9a-f]{8}$/.exec(id) ?? [];
      const found = await stat(join(folder, id)).catch(() => undefined);
      return time === undefined || found === undefined
        ? undefined
        : { id, at: Number(time), bytes: found.size };
    }),
  );
  return versions.filter((one) => one !== undefined).toSorted((a, b) => (a.id < b.id ? 1 : -1));
}

/** An earlier content. Throws `not-found`. */
export async function readVersion(paths: HomePaths, path: string, id: string): Promise<string> {
  const known = (await listVersions(paths, path)).some((version) => version.id === id);
  if (!known)
    throw new SlipwayError({
      code: 'not-found',
      message: `That earlier content of ${path} is not kept any more.`,
      hint: 'Choose another one.',
    });
  return readFile(join(historyFolder(paths, path), id), 'utf8');
}

/** Forgets the earlier contents of files. */
export async function forgetVersions(paths: HomePaths, files: readonly string[]): Promise<void> {
  for (const file of files) await rm(historyFolder(paths, file), { recursive: true, force: true });
}

async function keepVersion(paths: HomePaths, path: string, content: Uint8Array): Promise<void> {
  const folder = historyFolder(paths, path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const id = `${String(Date.now()).padStart(13, '0')}-${randomUUID().slice(0, 8)}`;
  await writeFileAtomically(join(folder, id), content);
  for (const { id: old } of (await listVersions(paths, path)).slice(mostVersions))
    await rm(join(folder, old), { force: true });
}

/** By the file's path: a name of any length and with any letters becomes one that every file system takes. */
function historyFolder(paths: HomePaths, path: string): string {
  return join(paths.composeHistory, createHash('sha256').update(path).digest('hex').slice(0, 32));
}
