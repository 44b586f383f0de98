import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { SlipwayError } from '../contract/errors.ts';
import { refusalText } from '../contract/system-errors.ts';
import { writeFileAtomically } from './atomic-file.ts';

/** Most bytes of a text that a person edits: what is longer is another file. */
const largestText = 1_048_576;

/** The text of a file, with what tells it from any other. */
export interface TextFile {
  readonly text: string;
  readonly version: string;
}

/**
 * Reads a file as text. `what` is what it is taken for, such as `Dockerfile`. Throws `file-unusable` for one that is too large, not
 * text in UTF-8, or no file.
 */
export async function readTextFile(path: string, what: string): Promise<TextFile> {
  const bytes = await readShortFile(path, what);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, version: versionOf(bytes) };
  } catch (error) {
    throw unusable(path, what, 'it is not text in UTF-8', error);
  }
}

/** What is in a file, whatever it is. Throws `file-unusable` for one that is too large for a text, and for no file. */
export async function readShortFile(path: string, what: string): Promise<Buffer> {
  try {
    // Before it is opened: a pipe would be waited for, and a device may never end.
    const found = await stat(path);
    if (!found.isFile()) throw unusable(path, what, 'it is not a file');
    if (found.size > largestText) throw unusable(path, what, 'it is larger than 1 MB');
    return await readFile(path);
  } catch (error) {
    throw error instanceof SlipwayError ? error : unusable(path, what, reasonOf(path, error), error);
  }
}

/**
 * Writes a text in the place of the one of `version`, atomically and with the permissions that the file had; through a link to the
 * file that it leads to. `keep` is given what was there before. Answers the new version, or null, with nothing written, when the
 * file is not that of `version` any more. Throws `file-unusable`.
 */
export async function replaceTextFile(
  path: string,
  what: string,
  { text, version }: TextFile,
  keep: (before: Uint8Array) => Promise<void> = async () => undefined,
): Promise<string | null> {
  const real = await realpath(path).catch((error: unknown) => {
    throw unusable(path, what, reasonOf(path, error), error);
  });
  const before = await readShortFile(real, what);
  if (versionOf(before) !== version) return null;
  const bytes = Buffer.from(text);
  if (bytes.length > largestText) throw unusable(path, what, 'it would be larger than 1 MB');
  if (bytes.equals(before)) return version;
  await keep(before);
  const { mode } = await stat(real);
  await writeFileAtomically(real, bytes, mode & 0o777).catch((error: unknown) => {
    throw unusable(path, what, `it could not be written: ${refusalText(error)}`, error);
  });
  return versionOf(bytes);
}

function versionOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The words before it name the file already. */
function reasonOf(path: string, error: unknown): string {
  return refusalText(error).replace(`${path}: `, '');
}

function unusable(path: string, what: string, why: string, cause?: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'file-unusable',
      message: `The ${what} ${path} cannot be used: ${why}.`,
      hint: 'Mend that file or its permissions, or choose another one.',
    },
    { cause },
  );
}
