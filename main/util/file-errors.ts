import type { ErrorCode } from '../contract/errors.ts';

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
