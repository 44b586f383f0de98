import { access, constants, stat } from 'node:fs/promises';
import type { ErrorCode } from '../contract/errors.ts';
import { fileRefusal } from '../contract/system-errors.ts';

/** The system's own code of an error ("ENOENT"); undefined when it has none. */
function systemCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

/** Whether an error says that a file or folder does not exist. */
export function isMissing(error: unknown): boolean {
  return systemCode(error) === 'ENOENT';
}

/** For `catch`: undefined for what does not exist; every other error goes on. */
export function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

/** Why something below the home could not be written. */
export function writeFailureCode(error: unknown): ErrorCode {
  return systemCode(error) === 'ENOSPC' || systemCode(error) === 'EDQUOT' ? 'disk-full' : 'home-unwritable';
}

/** For `catch`: names the file in an error of the system's that does not, such as one of reading what is a folder. */
export function namingFile(path: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof Error) Object.assign(error, { path: (error as NodeJS.ErrnoException).path ?? path });
    throw error;
  };
}

/** Why what is at a path cannot be run, in words that follow it; null when it can be. */
export async function whyNoProgram(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isFile()) return 'it is not a file';
    await access(path, constants.X_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'there is no such file';
    return code === 'EACCES' ? 'it may not be executed' : (fileRefusal(error)?.reason ?? String(error));
  }
}
