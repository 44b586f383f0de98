import { create } from 'zustand';
import type { TreeSource } from '../../main/contract/engine/file-trees.ts';

/** What was written in a file's editor and is not saved yet. */
export interface Draft {
  readonly text: string;
  /** What the file was when it was read. */
  readonly version: string;
}

/** By whose file it is, and its path. */
export const useDrafts = create<Readonly<Record<string, Draft>>>(() => ({}));

/** The key of a file's draft. */
export function draftKey(source: TreeSource, path: string): string {
  return `${JSON.stringify(source)} ${path}`;
}

/** Keeps what was written until it is saved, wherever one goes meanwhile. */
export function keepDraft(key: string, draft: Draft): void {
  useDrafts.setState({ [key]: draft });
}

/** Forgets what was written. */
export function dropDraft(key: string): void {
  useDrafts.setState(
    (drafts) => Object.fromEntries(Object.entries(drafts).filter(([one]) => one !== key)),
    true,
  );
}
