import { type Failure, toFailure } from '../contract/errors.ts';
import type { Share, ShareState } from '../contract/shares.ts';
import type { OfferedShares } from '../vm/driver.ts';
import type { Supervisor } from '../vm/supervisor.ts';

/** What a host knows of the folders that are shared. */
export interface SharesCare {
  list(): Promise<readonly ShareState[]>;
  /** Why folders are not shown that are to be, as it was when the VM was last started. */
  problems(): readonly Failure[];
  /** The folders for a start. Never rejects: without them the engine runs all the same. */
  offer(): Promise<readonly Share[]>;
}

/** What looking after shares works with. */
export interface SharesCareOptions {
  readonly supervisor: () => Pick<Supervisor, 'view'>;
  /** Those that are wanted. Rejects when their list cannot be used. */
  readonly load: () => Promise<readonly Share[]>;
  readonly offer: (wanted: readonly Share[]) => Promise<OfferedShares>;
}

/** Looks after the shares of the VM that a supervisor has. */
export function careForShares({ supervisor, load, offer }: SharesCareOptions): SharesCare {
  let problems: readonly Failure[] = [];
  return {
    problems: () => problems,
    async offer() {
      try {
        const offered = await offer(await load());
        problems = offered.problems;
        return offered.shown;
      } catch (error) {
        problems = [toFailure(error)];
        return [];
      }
    },
    async list() {
      const wanted = await load();
      const present = supervisor().view().machine?.shares ?? [];
      const known = await Promise.all(
        wanted.map(async (share) => {
          // Each by itself: so its problem is its own.
          const offered = await offer([share]);
          const isShown = present.some((shown) => isSame(shown, share));
          return {
            ...share,
            isShown,
            isWanted: true,
            problem: isShown ? null : (offered.problems[0] ?? null),
          };
        }),
      );
      const left = present
        .filter((shown) => !wanted.some((share) => isSame(shown, share)))
        .map((share) => ({ ...share, isShown: true, isWanted: false, problem: null }));
      return [...known, ...left];
    },
  };
}

function isSame(one: Share, other: Share): boolean {
  return one.path === other.path && one.readOnly === other.readOnly;
}
