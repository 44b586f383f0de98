import { type Failure, toFailure } from '../contract/errors.ts';
import type { Share, ShareState } from '../contract/shares.ts';
import type { FolderSharing, LostShare } from '../vm/driver.ts';
import type { Supervisor } from '../vm/supervisor.ts';

/** What a host knows of the folders that are shared. */
export interface SharesCare {
  list(): Promise<readonly ShareState[]>;
  /** Why folders are not shown that are to be, as it was when the VM was last started. */
  problems(): readonly Failure[];
  /** Looks whether the VM that runs has lost a folder. Never rejects. */
  look(): Promise<void>;
  /** The folders for a start. Never rejects: without them the engine runs all the same. */
  offer(): Promise<readonly Share[]>;
}

/** What looking after shares works with. */
export interface SharesCareOptions {
  readonly supervisor: () => Pick<Supervisor, 'view'>;
  /** Those that are wanted. Rejects when their list cannot be used. */
  readonly load: () => Promise<readonly Share[]>;
  readonly sharing: FolderSharing;
  /** Hears when a folder is lost that was not, or the other way round. */
  readonly onProblems: () => void;
}

/** Looks after the shares of the VM that a supervisor has. */
export function careForShares({ supervisor, load, sharing, onProblems }: SharesCareOptions): SharesCare {
  const { offer } = sharing;
  let problems: readonly Failure[] = [];
  let lost: readonly LostShare[] = [];
  const present = () => supervisor().view().machine?.shares ?? [];
  return {
    problems: () => [...problems, ...lost.map(({ problem }) => problem)],
    async look() {
      const found = await sharing.lost(present()).catch(() => lost);
      if (found.length === lost.length) return;
      lost = found;
      onProblems();
    },
    async offer() {
      lost = [];
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
      const shown = present();
      const known = await Promise.all(
        wanted.map(async (share) => {
          const loss = lost.find((one) => isSame(one.share, share));
          if (loss !== undefined) return { ...share, isShown: false, isWanted: true, problem: loss.problem };
          // Each by itself: so its problem is its own.
          const offered = await offer([share]);
          const isShown = shown.some((one) => isSame(one, share));
          return {
            ...share,
            isShown,
            isWanted: true,
            problem: isShown ? null : (offered.problems[0] ?? null),
          };
        }),
      );
      const left = shown
        .filter((one) => !wanted.some((share) => isSame(one, share)))
        .map((share) => ({ ...share, isShown: true, isWanted: false, problem: null }));
      return [...known, ...left];
    },
  };
}

function isSame(one: Share, other: Share): boolean {
  return one.path === other.path && one.readOnly === other.readOnly;
}
