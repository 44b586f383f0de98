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
  try {
    notify({ kind: 'done', text: await showPending(id, underWay, work) });
  } catch (error) {
    notify({ kind: 'failure', failure: toFailure(error) });
  }
}

/** Runs an action on one object and shows it on its row; what came of it is for the caller to say. */
export async function showPending<T>(id: string, underWay: string, work: () => Promise<T>): Promise<T> {
  usePending.setState({ [id]: underWay });
  try {
    return await work();
  } finally {
    usePending.setState((now) => Object.fromEntries(Object.entries(now).filter(([key]) => key !== id)), true);
  }
}
