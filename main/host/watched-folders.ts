import { readFile } from 'node:fs/promises';
import { assertNever } from '../contract/assert-never.ts';
import type { Failure } from '../contract/errors.ts';
import { isWithin, type Share } from '../contract/shares.ts';
import { type FolderWatches, watchFolders } from '../forward/watches/folder-watches.ts';
import type { Machine } from '../vm/driver.ts';
import type { WatchesMessage } from '../vm/guest/watches-line.ts';
import type { Supervisor } from '../vm/supervisor.ts';

/** An editor's save is several events within a few milliseconds, and a watcher is to hear of the last state. */
const gatherMs = 20;

/** Names that wait for the guest at most; it takes a few milliseconds for each where it is emulated. */
const mostHints = 1_024;

/** Folders that are watched at most, whatever the system would give. */
const mostFolders = 32_768;

/** Changes in shared folders, told to those who watch them in containers. */
export interface WatchedFolders {
  /** What is wrong, for the status. */
  problems(): readonly Failure[];
  /** To be called once, when it is known what was left. */
  begin(): Promise<void>;
  /** Watches nothing any more. */
  close(): void;
}

/** What they are watched with. */
export interface WatchedFoldersOptions {
  readonly supervisor: Pick<Supervisor, 'present' | 'view' | 'onChange'>;
  /** Folders in shares that no guest sees. */
  readonly hidden: () => Promise<readonly string[]>;
  /** How many folders may be watched; {@link mostWatches} unless given. */
  readonly most?: () => Promise<number>;
  /** Hears when something is wrong that was not, or the other way round. */
  readonly onProblems: () => void;
}

/**
 * Watches on this computer what containers watch in shared folders, and tells the guest of changes. While the VM sleeps it goes on:
 * what changes meanwhile is told at the wake.
 */
export function watchSharedFolders(options: WatchedFoldersOptions): WatchedFolders {
  const { supervisor } = options;
  let machine: Machine | undefined;
  let shares: readonly Share[] = [];
  let hidden: readonly string[] = [];
  let watches: FolderWatches | undefined;
  /** The word that ends the guest's list. */
  let awaited: string | undefined;
  let isOver = false;

  const isShown = (path: string) =>
    shares.some((share) => !share.readOnly && isWithin(path, share.path)) &&
    !hidden.some((folder) => isWithin(path, folder));

  const ask = (of: Machine) => {
    watches?.begin();
    awaited = of.watches.list();
  };

  const hear = (of: Machine, message: WatchesMessage) => {
    if (of !== machine || isOver || watches === undefined) return;
    switch (message.kind) {
      case 'hello':
        return ask(of);
      case 'watch':
        return watches.add(message.path, message.isFolder);
      case 'unwatch':
        return watches.remove(message.path);
      case 'told':
        if (message.word !== awaited) return;
        watches.settle();
        return watches.setTeller((changes) => of.watches.tell(changes));
      default:
        assertNever(message);
    }
  };

  const follow = () => {
    if (isOver) return;
    const present = supervisor.present();
    if (present !== machine) {
      machine = present;
      watches?.setTeller(undefined);
      if (present !== undefined) {
        shares = present.record.shares;
        present.watches.onMessage((message) => hear(present, message));
        ask(present);
      }
    }
    const { kind } = supervisor.view().state;
    if (kind === 'stopped' || kind === 'failed') watches?.clear();
  };

  return {
    problems() {
      const { wanted, unwatched } = watches?.counts() ?? { wanted: 0, unwatched: 0 };
      return unwatched === 0 ? [] : [tooMany(wanted, unwatched)];
    },
    async begin() {
      hidden = await options.hidden();
      watches = watchFolders({
        ...{ isShown, gatherMs, mostHints, mostFolders: await (options.most ?? mostWatches)() },
        onCounts: options.onProblems,
      });
      supervisor.onChange(follow);
      follow();
    },
    close() {
      isOver = true;
      watches?.setTeller(undefined);
      watches?.clear();
    },
  };
}

/** Half of what the system gives to a user: editors and tools on this side need theirs. */
export async function mostWatches(): Promise<number> {
  const text = await readFile('/proc/sys/fs/inotify/max_user_watches', 'utf8').catch(() => '');
  const most = Number.parseInt(text, 10);
  return Number.isNaN(most) ? mostFolders : Math.min(mostFolders, Math.floor(most / 2));
}

function tooMany(wanted: number, unwatched: number): Failure {
  return {
    code: 'watches-exceeded',
    message: `Containers do not hear of changes in ${unwatched} of the ${wanted} shared folders that they watch: this system gives no more watches.`,
    hint: 'Let them watch less (not node_modules, say), or raise it: `sudo sysctl fs.inotify.max_user_watches=524288`, then `slipway restart`.',
  };
}
