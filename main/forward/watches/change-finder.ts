import { opendir } from 'node:fs/promises';
import type { SharedChange } from '../../contract/shares.ts';
import { stateOf, withFolder } from './held-folder.ts';

/** How many files it is remembered of what they were like, the latest. */
const mostKnown = 20_000;

/** Entries of a folder that are looked at when it begins to be watched; larger ones are not worth it. */
const mostLookedAt = 1_000;

/** A name in a folder of which the system has told something. */
export interface Hint {
  readonly folder: string;
  readonly name: string;
  /** How many times it came, went or got another name; the rest are changes, which the system also tells of the folder itself. */
  readonly moves: number;
}

/** Tells what has really changed from what was only touched. */
export interface ChangeFinder {
  /** What is different in a folder since it was last asked for; undefined when the folder is not there any more. */
  find(folder: string, hints: readonly Hint[]): Promise<readonly SharedChange[] | undefined>;
  /** Hints at what has changed in a folder since `since`, in milliseconds since 1970. `held`: see {@link withFolder}. */
  recent(folder: string, held: string, since: number): Promise<readonly Hint[]>;
}

/**
 * Finds changes. The guest tells its watchers by setting modes to what they are, of which the host's system tells again: what looks
 * as it did when it was last told is no change, so that nothing goes in circles.
 */
export function createChangeFinder(now: () => number = Date.now): ChangeFinder {
  /** What files were like, by path; `null`: there was none. In the order in which they were last looked at. */
  const known = new Map<string, string | null>();

  const remember = (path: string, signature: string | null) => {
    known.delete(path);
    known.set(path, signature);
    const [oldest] = known.keys();
    if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  };

  return {
    find: (folder, hints) =>
      withFolder(folder, async (held) => {
        const changes: SharedChange[] = [];
        for (const { name, moves } of hints) {
          const path = folder === '/' ? `/${name}` : `${folder}/${name}`;
          const before = known.get(path);
          const state = await stateOf(held, name);
          // What has both come and gone is what nobody else has seen: an editor's file for a moment.
          if (state === null && before === undefined && moves % 2 === 0) continue;
          const signature = state?.signature ?? null;
          remember(path, signature);
          if (signature !== before) changes.push({ path, at: state?.at ?? now() });
        }
        return changes;
      }),
    async recent(folder, held, since) {
      const hints: Hint[] = [];
      let count = 0;
      for await (const { name } of await opendir(held)) {
        count += 1;
        if (count > mostLookedAt) return [];
        const state = await stateOf(held, name);
        if (state !== null && state.at >= since) hints.push({ folder, name, moves: 1 });
      }
      return hints;
    },
  };
}
