import { create } from 'zustand';
import { toFailure } from '../../main/contract/errors.ts';
import type { ShareState } from '../../main/contract/shares.ts';
import { call, listen } from '../bridge.ts';
import type { Loaded } from './engine-store.ts';
import { notify } from './notices.ts';
import { createRefresher } from './refresher.ts';

/** The folders of this computer that containers can see, or will with the next start. */
export const useShares = create<{ readonly shares: Loaded<ShareState> }>(() => ({
  shares: { kind: 'loading' },
}));

const refresher = createRefresher(async () => {
  try {
    useShares.setState({ shares: { kind: 'loaded', items: await call('shares.list', {}) } });
  } catch (error) {
    useShares.setState({ shares: { kind: 'failed', failure: toFailure(error) } });
  }
});

/** Begins to follow them. Call once. */
export function followShares(): void {
  // What the VM has of them changes with its state.
  listen('status', refresher.invalidate);
  refresher.invalidate();
}

/** Reads them again: the command line changes them too. */
export function readShares(): void {
  refresher.invalidate();
}

/** Whether a start would show others than the VM has. */
export function waitForStart(shares: Loaded<ShareState>): boolean {
  return (
    shares.kind === 'loaded' &&
    shares.items.some(({ isShown, isWanted, problem }) => problem === null && isShown !== isWanted)
  );
}

/** Has the user choose a folder, and shares it. */
export async function shareFolder(): Promise<void> {
  await change(async () => {
    const [folder] = await call('files.chooseSources', { title: 'Share a folder', folders: true });
    if (folder !== undefined) await call('shares.add', { folder: folder.id, readOnly: false });
  });
}

/** Lets containers write to a folder that is shared, or no longer. */
export async function setReadOnly(path: string, readOnly: boolean): Promise<void> {
  await change(() => call('shares.change', { path, readOnly }));
}

/** Shares a folder no longer. */
export async function unshareFolder(path: string): Promise<void> {
  await change(() => call('shares.remove', { path }));
}

async function change(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notify({ kind: 'failure', failure: toFailure(error) });
  } finally {
    refresher.invalidate();
  }
}
