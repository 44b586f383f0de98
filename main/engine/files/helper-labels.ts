import { randomUUID } from 'node:crypto';
import { plainName } from '../plain-name.ts';

/** Marks containers that Slipway makes for itself: they are not shown, and removed when nobody uses them. */
export const helperLabel = 'dev.slipway.helper';

/**
 * What a helper is for: `files` runs the script that reads them, `look` never runs and has archives taken out of it or put in,
 * `kill` ends a program that has no shell beside it.
 */
export type HelperKind = 'files' | 'look' | 'kill';

/** Names of those that this app uses: all others are left over. */
const used = new Set<string>();

/** A helper that is about to be made: it counts as used from now on, before the engine can list it. */
export function nameHelper(kind: HelperKind) {
  // Other clients list it, too: its name says what it is.
  const name = `slipway-${kind}-${randomUUID().slice(0, 8)}`;
  used.add(name);
  return {
    name,
    labels: { [helperLabel]: kind },
    /** It is used no more; again does nothing. */
    release: () => {
      used.delete(name);
    },
  };
}

/** Whether this app uses a helper, by the names that the engine lists for it. */
export function isUsed(names: readonly string[]): boolean {
  return names.some((name) => used.has(plainName(name)));
}

/** Whether a container, by its labels, is one that Slipway made for itself. */
export function isHelper(labels: Readonly<Record<string, string>> | null | undefined): boolean {
  return labels !== null && labels !== undefined && Object.hasOwn(labels, helperLabel);
}
