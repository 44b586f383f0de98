import { create } from 'zustand';
import type { TreeSource } from '../../main/contract/engine/file-trees.ts';
import { call } from '../bridge.ts';

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

/** Follows a file or folder that has another path now, with all that is in it; null when it is gone. */
export function moveDrafts(source: TreeSource, path: string, newPath: string | null): void {
  const old = draftKey(source, path);
  useDrafts.setState(
    (drafts) =>
      Object.fromEntries(
        Object.entries(drafts).flatMap(([key, draft]) => {
          if (key !== old && !key.startsWith(`${old}/`)) return [[key, draft]];
          return newPath === null ? [] : [[draftKey(source, newPath) + key.slice(old.length), draft]];
        }),
      ),
    true,
  );
}

/** Tells the app how many there are, so that the window is not closed over them without a question. */
export function followDrafts(): void {
  let told = 0;
  useDrafts.subscribe((drafts) => {
    const files = Object.keys(drafts).length;
    if (files === told) return;
    told = files;
    call('app.setUnsaved', { files }).catch(() => undefined);
  });
}
