import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { namesOf, pathOf } from '../../../main/contract/engine/file-paths.ts';
import type { Found, TreeSource } from '../../../main/contract/engine/file-trees.ts';
import { type Failure, toFailure } from '../../../main/contract/errors.ts';
import { call } from '../../bridge.ts';

/** Where one is in the files of a container or volume. */
export interface TreePlace {
  /** The path of what is there, or that could not be opened. */
  readonly path: string;
  /** What is there; null before anything was read, and when it could not be. */
  readonly found: Found | null;
  /** Why the path could not be opened, or read again: only then is something found beside it. */
  readonly failure: Failure | null;
  /** Where one was before a path that could not be opened; null for nowhere. */
  readonly before: string | null;
  /** Something is being read. */
  readonly isBusy: boolean;
  /** Goes to a path, which need not be written in one way only. */
  readonly go: (path: string) => void;
  /** Reads again what is there. */
  readonly again: () => void;
}

/** Walks through the files of a container or volume; reads them again whenever `version` is another one. */
export function useTree(source: TreeSource, version: string): TreePlace {
  const [place, setPlace] = useState<Pick<TreePlace, 'path' | 'found' | 'failure' | 'before'>>(top);
  const [isBusy, setBusy] = useState(false);
  const last = useRef(0);
  const at = useRef('/');
  // It may be made anew by each render of whoever shows it: what it says is what counts.
  const key = JSON.stringify(source);
  const asked = useMemo(() => ({ source: JSON.parse(key) as TreeSource, version }), [key, version]);
  const read = useCallback(
    (path: string) => {
      last.current += 1;
      const own = last.current;
      const settle = (set: () => void) => {
        if (own !== last.current) return;
        setBusy(false);
        set();
      };
      setBusy(true);
      call('tree.open', { source: asked.source, path }).then(
        (next) =>
          settle(() => {
            at.current = next.path;
            setPlace({ path: next.path, found: next, failure: null, before: null });
          }),
        (error: unknown) =>
          settle(() => {
            // As it is named once it is opened, so that one can go up from it.
            const asked = pathOf(namesOf(path));
            at.current = asked;
            setPlace((now) => failedAt(asked, toFailure(error), now));
          }),
      );
    },
    [asked],
  );
  const again = useCallback(() => read(at.current), [read]);
  useEffect(() => {
    again();
    return () => {
      last.current += 1;
    };
  }, [again]);
  return { ...place, isBusy, go: read, again };
}

const top = { path: '/', found: null, failure: null, before: null };

/** What was at another path does not stay below one that could not be opened. */
function failedAt(path: string, failure: Failure, now: Pick<TreePlace, 'path' | 'found' | 'before'>) {
  if (now.path === path) return { ...now, failure };
  return { path, found: null, failure, before: now.found === null ? now.before : now.path };
}
