import type { SharedChange } from '../../contract/shares.ts';
import type { ChangeFinder, Hint } from './change-finder.ts';

/** Whoever is told of changes; resolves when it can be told more. */
export type Teller = (changes: readonly SharedChange[]) => Promise<void>;

/** What a queue works with. */
export interface ChangeQueueOptions {
  readonly finder: ChangeFinder;
  /** For how long what is told of a file is gathered, in milliseconds: an editor's save is several events. */
  readonly gatherMs: number;
  /** Names that wait at most. Of what comes beyond, the folders alone are told. */
  readonly mostHints: number;
  /** Hears of a folder that is not there any more. */
  readonly onLost: (folder: string) => void;
}

/** Gathers what the system tells of files, and tells somebody what of it are changes. */
export interface ChangeQueue {
  add(hint: Hint): void;
  /** A folder as a whole is to be told. */
  addFolder(folder: string): void;
  /** Who is told from now on; while there is nobody what comes is kept. */
  setTeller(teller: Teller | undefined): void;
  clear(): void;
}

/** A queue with nothing in it. */
export function createChangeQueue(options: ChangeQueueOptions): ChangeQueue {
  let hints = new Map<string, Hint>();
  let folders = new Set<string>();
  /** Found when whoever was to be told had gone meanwhile. */
  let untold: readonly SharedChange[] = [];
  let teller: Teller | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isTelling = false;

  const isEmpty = () => hints.size + folders.size + untold.length === 0;

  const schedule = () => {
    if (timer !== undefined || isTelling || teller === undefined || isEmpty()) return;
    timer = setTimeout(() => {
      timer = undefined;
      void flush();
    }, options.gatherMs);
    timer.unref();
  };

  const flush = async () => {
    const told = teller;
    if (told === undefined) return;
    isTelling = true;
    const changes: SharedChange[] = [...untold, ...[...folders].map((path) => ({ path, at: Date.now() }))];
    untold = [];
    const byFolder = groupBy(hints.values());
    hints = new Map();
    folders = new Set();
    for (const [folder, some] of byFolder) {
      const found = await options.finder.find(folder, some);
      if (found === undefined) {
        changes.push({ path: folder, at: Date.now() });
        options.onLost(folder);
      } else changes.push(...found);
    }
    if (teller !== told) untold = changes;
    else if (changes.length > 0) await told(changes);
    isTelling = false;
    schedule();
  };

  return {
    add(hint) {
      const key = `${hint.folder}/${hint.name}`;
      if (folders.has(hint.folder)) return;
      if (!hints.has(key) && hints.size >= options.mostHints) folders.add(hint.folder);
      else hints.set(key, { ...hint, moves: hint.moves + (hints.get(key)?.moves ?? 0) });
      schedule();
    },
    addFolder(folder) {
      folders.add(folder);
      schedule();
    },
    setTeller(next) {
      teller = next;
      schedule();
    },
    clear() {
      hints.clear();
      folders.clear();
      untold = [];
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

function groupBy(hints: Iterable<Hint>): ReadonlyMap<string, readonly Hint[]> {
  const groups = new Map<string, Hint[]>();
  for (const hint of hints) {
    const group = groups.get(hint.folder);
    if (group === undefined) groups.set(hint.folder, [hint]);
    else group.push(hint);
  }
  return groups;
}
