import { access } from 'node:fs/promises';
import { isMissing } from './file-errors.ts';

/** Whether there is something at a path, links followed; no as well where it may not be looked at. */
export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Whether there is something at a path, or may be: what cannot be looked at counts, and whoever works with it finds out what it is. */
export function mayBeThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (error: unknown) => !isMissing(error),
  );
}
