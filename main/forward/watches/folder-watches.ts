import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileIdentity } from '../../util/file-identity.ts';
import { createChangeFinder } from './change-finder.ts';
import { createChangeQueue, type Teller } from './change-queue.ts';
import { withFolder } from './held-folder.ts';

/**
 * How old a change may be that came before its folder was watched here, in milliseconds: the guest takes a moment to tell, and may find a
 * watch only at its last look (AGAIN in vm-assets/root/usr/lib/slipway/watches).
 */
const unseenMs = 2_600;

/** A folder that is gone is looked for again: it may have been made anew. How often, in milliseconds, and how many times. */
const tries = { everyMs: 1_000, times: 20 } as const;

/** Paths that are taken at most; the guest tells no more, either. */
const mostPaths = 65_536;

/** More than that begin together when a watcher starts or a list is told: nobody looks for what came before them. */
const mostWithPast = 64;

/** What folders are watched with. */
export interface FolderWatchesOptions {
  /** Whether the guest may know of this path. */
  readonly isShown: (path: string) => boolean;
  /** Folders that are watched at most. */
  readonly mostFolders: number;
  readonly gatherMs: number;
  readonly mostHints: number;
  /** Hears when {@link FolderWatches.counts} is another. */
  readonly onCounts: () => void;
}

/** How many folders are to be watched, and how many of them cannot be. */
export interface WatchCounts {
  readonly wanted: number;
  readonly unwatched: number;
}

/** The folders of this computer that are watched for somebody else. */
export interface FolderWatches {
  /**
   * A folder, or a file in one, is to be watched. Of one that is told of again it is found out whether its folder is still the one that was
   * opened: another may have taken its place.
   */
  add(path: string, isFolder: boolean): void;
  remove(path: string): void;
  /** All is about to be told anew: {@link settle} ends it. */
  begin(): void;
  /** What was not added since {@link begin} is watched no more. */
  settle(): void;
  /** Who is told of changes; while nobody is, they are kept. */
  setTeller(teller: Teller | undefined): void;
  counts(): WatchCounts;
  /** Watches nothing any more. */
  clear(): void;
}

interface Entry {
  readonly folder: string;
  /** Somebody watches the folder itself, and not only files in it. */
  isWhole: boolean;
  readonly names: Set<string>;
  watcher: FSWatcher | undefined;
  /** Which folder that watches: another one may have its path by now. */
  identity: string;
  /** What the system calls the folder itself when it tells of it. */
  self: string;
  /** How many times it is still looked for. */
  triesLeft: number;
  /** Until the next time. */
  retry: NodeJS.Timeout | undefined;
}

/** Watches folders, each for itself and never what is below it: what containers watch is little of what is shared. */
export function watchFolders(options: FolderWatchesOptions): FolderWatches {
  const entries = new Map<string, Entry>();
  /** What was asked for: whether it is a folder, by path. */
  const paths = new Map<string, boolean>();
  /** Of these what was asked for since {@link FolderWatches.begin}; undefined when nothing is being told anew. */
  let told: Set<string> | undefined;
  /** What is to be opened, one after the other. */
  const openings = new Set<Entry>();
  let isOpening = false;
  /** The system gives no more watches, or we do not. */
  const beyond = new Set<Entry>();
  const finder = createChangeFinder();
  const queue = createChangeQueue({
    ...{ finder, gatherMs: options.gatherMs, mostHints: options.mostHints },
    onLost(folder) {
      const entry = entries.get(folder);
      if (entry === undefined) return;
      letGo(entry);
      openSoon(entry);
    },
  });

  const letGo = (entry: Entry) => {
    entry.watcher?.close();
    entry.watcher = undefined;
    entry.triesLeft = tries.times;
  };

  const hear = (entry: Entry, event: string, name: string | null) => {
    // It may be gone, or elsewhere: nothing more would be heard of what has its path next.
    if (event === 'rename' && name === entry.self) openSoon(entry);
    // What is no UTF-8 has no name here.
    if (name === null || name.includes('\ufffd')) return queue.addFolder(entry.folder);
    if (entry.isWhole || entry.names.has(name) || name === entry.self)
      queue.add({ folder: entry.folder, name, moves: event === 'rename' ? 1 : 0 });
  };

  /** What is watched may have lost its path to another folder without a word: a server of shares holds what its guest knows of. */
  const letGoOfFormer = async (entry: Entry): Promise<void> => {
    const { watcher } = entry;
    if (watcher === undefined || (await isStill(entry.folder, entry.identity))) return;
    if (entry.watcher === watcher) letGo(entry);
  };

  const open = async (entry: Entry, withPast: boolean): Promise<void> => {
    if (entries.get(entry.folder) === entry) await letGoOfFormer(entry);
    const isWanted = () => entries.get(entry.folder) === entry && entry.watcher === undefined;
    if (!isWanted()) return;
    const isThere = await withFolder(entry.folder, async (held) => {
      if (!isWanted()) return true;
      try {
        entry.identity = await identityOf(held);
        if (!isWanted()) return true;
        entry.self = basename(held);
        // By a name that leads to the very folder that was looked at.
        entry.watcher = watch(held, { persistent: false }, (event, name) => hear(entry, event, name));
        entry.watcher.on('error', () => undefined);
        setBeyond(entry, false);
      } catch (error) {
        // ENOSPC: the user's watches are used up (inotify_add_watch(2)).
        const { code = '' } = error as NodeJS.ErrnoException;
        if (['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM'].includes(code)) setBeyond(entry, true);
        return true;
      }
      if (!withPast) return true;
      for (const hint of await finder.recent(entry.folder, held, Date.now() - unseenMs))
        if (entry.isWhole || entry.names.has(hint.name)) queue.add(hint);
      return true;
    });
    if (isThere !== undefined || entry.triesLeft <= 0 || entry.retry !== undefined) return;
    entry.triesLeft -= 1;
    entry.retry = setTimeout(() => {
      entry.retry = undefined;
      openSoon(entry);
    }, tries.everyMs).unref();
  };

  const openSoon = (entry: Entry) => {
    openings.add(entry);
    if (isOpening) return;
    isOpening = true;
    // What is told together comes in one piece; how much it is can be seen only after it.
    setImmediate(async () => {
      const withPast = openings.size <= mostWithPast && told === undefined;
      for (const next of openings) {
        openings.delete(next);
        await open(next, withPast);
      }
      isOpening = false;
    });
  };

  const lookAgainAt = (entry: Entry | undefined) => {
    if (entry !== undefined && !beyond.has(entry)) openSoon(entry);
  };

  const setBeyond = (entry: Entry, isBeyond: boolean) => {
    if (beyond.has(entry) === isBeyond) return;
    if (isBeyond) beyond.add(entry);
    else beyond.delete(entry);
    options.onCounts();
  };

  const drop = (entry: Entry) => {
    entries.delete(entry.folder);
    openings.delete(entry);
    entry.watcher?.close();
    if (beyond.has(entry)) return setBeyond(entry, false);
    // There is room for another one.
    const [next] = beyond;
    if (next === undefined) return;
    setBeyond(next, false);
    openSoon(next);
  };

  const remove = (path: string) => {
    const isFolder = paths.get(path);
    if (isFolder === undefined) return;
    paths.delete(path);
    const entry = entries.get(isFolder ? path : dirname(path));
    if (entry === undefined) return;
    if (isFolder) entry.isWhole = false;
    else entry.names.delete(basename(path));
    if (!entry.isWhole && entry.names.size === 0) drop(entry);
  };

  return {
    add(path, isFolder) {
      const folder = isFolder ? path : dirname(path);
      if (!options.isShown(path) || !options.isShown(folder)) return;
      told?.add(path);
      if (paths.get(path) === isFolder) return lookAgainAt(entries.get(folder));
      remove(path);
      if (paths.size >= mostPaths) return;
      paths.set(path, isFolder);
      const known = entries.get(folder);
      const entry: Entry = known ?? {
        ...{ folder, isWhole: false, names: new Set(), watcher: undefined, identity: '', self: '' },
        ...{ triesLeft: 0, retry: undefined },
      };
      if (isFolder) entry.isWhole = true;
      else entry.names.add(basename(path));
      if (known !== undefined) return lookAgainAt(known);
      entries.set(folder, entry);
      if (entries.size - beyond.size > options.mostFolders) setBeyond(entry, true);
      else openSoon(entry);
    },
    remove,
    begin() {
      told = new Set();
    },
    settle() {
      if (told === undefined) return;
      for (const path of [...paths.keys()]) if (!told.has(path)) remove(path);
      told = undefined;
    },
    setTeller: queue.setTeller,
    counts: () => ({ wanted: entries.size, unwatched: beyond.size }),
    clear() {
      for (const { watcher } of entries.values()) watcher?.close();
      const wasBeyond = beyond.size > 0;
      for (const all of [entries, paths, openings, beyond]) all.clear();
      told = undefined;
      queue.clear();
      if (wasBeyond) options.onCounts();
    },
  };
}

/** Which folder a path leads to. */
async function identityOf(folder: string): Promise<string> {
  return fileIdentity(await stat(folder, { bigint: true }));
}

/** Whether a path leads to the folder that it led to. One that cannot be looked at for another reason than that it is gone is taken to be. */
async function isStill(folder: string, identity: string): Promise<boolean> {
  try {
    return (await identityOf(folder)) === identity;
  } catch (error) {
    return !['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}
