import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ignoreMissing } from '../util/file-errors.ts';

/** A text file that is written in whole pieces and never grows past its cap. */
export interface RotatingFile {
  /** Appends at once (a crash right after loses nothing). Never throws: losing a log is not a reason to fail. */
  append(text: string): void;
}

/** How large a log may grow. */
export interface RotationLimits {
  /** Bytes of one file. */
  readonly maxBytes: number;
  /** Number of files: FILE, FILE.1 (older), FILE.2, ... */
  readonly files: number;
}

/**
 * Opens a log file that is rotated by renaming. The file is opened anew for each piece, so that whoever renames or
 * removes it from outside is no trouble; a log is written a few times a second at most.
 */
export function openRotatingFile(path: string, { maxBytes, files }: RotationLimits): RotatingFile {
  let lost = 0;
  let reason = '';
  return {
    append(text) {
      const note = lost > 0 ? `(${lost} entries could not be written here: ${reason})\n` : '';
      try {
        write(path, note + text, maxBytes, files);
        lost = 0;
      } catch (error) {
        reason = (error as Error).message;
        lost += 1;
      }
    },
  };
}

function write(path: string, text: string, maxBytes: number, files: number): void {
  const bytes = sizeOf(path);
  if (bytes > 0 && bytes + Buffer.byteLength(text) > maxBytes) rotate(path, files);
  try {
    appendFileSync(path, text, { mode: 0o600 });
  } catch (error) {
    ignoreMissing(error);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    appendFileSync(path, text, { mode: 0o600 });
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function rotate(path: string, files: number): void {
  const numbered = (number: number) => (number === 0 ? path : `${path}.${number}`);
  rmSync(numbered(files - 1), { force: true });
  for (let number = files - 2; number >= 0; number -= 1) {
    try {
      renameSync(numbered(number), numbered(number + 1));
    } catch (error) {
      ignoreMissing(error);
    }
  }
}
