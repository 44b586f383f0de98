import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComposeText, ComposeVersion } from '../contract/compose.ts';
import { largestComposeFile } from '../contract/compose-name.ts';
import { SlipwayError } from '../contract/errors.ts';
import { refusalText } from '../contract/system-errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import { ignoreMissing, namingFile } from '../util/file-errors.ts';

/** Most earlier contents of one file that are kept. */
const mostVersions = 50;

/** Reads a Compose file. Throws `file-unusable` for one that is too large, not text, or no file. */
export async function readText(path: string): Promise<ComposeText> {
  const bytes = await readLimited(path);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw unusable(path, 'it is not text in UTF-8', error);
  }
  return { path, text, version: versionOf(bytes) };
}

async function readLimited(path: string): Promise<Uint8Array> {
  try {
    // Before it is opened: a pipe would be waited for.
    const found = await stat(path);
    if (!found.isFile()) throw unusable(path, 'it is not a file');
    if (found.size > largestComposeFile) throw unusable(path, 'it is larger than 1 MB');
    return await readFile(path);
  } catch (error) {
    if (error instanceof SlipwayError) throw error;
    throw unusable(path, refusalText(error).replace(`${path}: `, ''), error);
  }
}

/**
 * Writes a Compose file atomically, with the permissions that it had; through a link to the file that it leads to. What it was
 * before is kept. Answers the new version, or null when the file is not that of `version` any more.
 */
export async function writeText(
  paths: HomePaths,
  path: string,
  text: string,
  version: string,
): Promise<string | null> {
  // What begins the words of a refusal: the same as for reading.
  const real = await realpath(path).catch((error: unknown) => {
    throw unusable(path, refusalText(error).replace(`${path}: `, ''), error);
  });
  const before = await readLimited(real);
  if (versionOf(before) !== version) return null;
  const bytes = Buffer.from(text);
  if (bytes.length > largestComposeFile) throw unusable(path, 'it would be larger than 1 MB');
  if (bytes.equals(before)) return version;
  await keepVersion(paths, path, before);
  const { mode } = await stat(real);
  await writeFileAtomically(real, bytes, mode & 0o777).catch((error: unknown) => {
    throw unusable(path, `it could not be written: ${refusalText(error)}`, error);
  });
  return versionOf(bytes);
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

function versionOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function unusable(path: string, why: string, cause?: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'file-unusable',
      message: `The Compose file ${path} cannot be used: ${why}.`,
      hint: 'Mend that file or its permissions, or choose another one.',
    },
    { cause },
  );
}
