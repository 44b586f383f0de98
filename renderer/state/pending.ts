import { create } from 'zustand';
import { toFailure } from '../../main/contract/errors.ts';
import { notify } from './notices.ts';

/** Actions under way, in words for their row, by the id of what they are done to. */
export const usePending = create<Readonly<Record<string, string>>>(() => ({}));

/**
 * Runs an action on one object: shows it on its row, and says what came of it. A second one on it while one is under way
 * is ignored.
 */
export async function track(id: string, underWay: string, work: () => Promise<string>): Promise<void> {
  if (usePending.getState()[id] !== undefined) return;
  usePending.setState({ [id]: underWay });
  try {
    notify({ kind: 'done', text: await work() });
  } catch (error) {
    notify({ kind: 'failure', failure: toFailure(error) });
  } finally {
    usePending.setState((now) => Object.fromEntries(Object.entries(now).filter(([key]) => key !== id)), true);
  }
}
