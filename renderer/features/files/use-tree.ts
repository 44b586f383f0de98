import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Found, TreeSource } from '../../../main/contract/engine/file-trees.ts';
import { type Failure, toFailure } from '../../../main/contract/errors.ts';
import { call } from '../../bridge.ts';

/** Where one is in the files of a container or volume. */
export interface TreePlace {
  /** What is there; null before anything was read. */
  readonly found: Found | null;
  /** Why the last path could not be opened: what was there before is still shown. */
  readonly failure: Failure | null;
  /** Something is being read. */
  readonly isBusy: boolean;
  /** Goes to a path, which need not be written in one way only. */
  readonly go: (path: string) => void;
  /** Reads again what is there. */
  readonly again: () => void;
}

/** Walks through the files of a container or volume; reads them again whenever `version` is another one. */
export function useTree(source: TreeSource, version: string): TreePlace {
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
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
            setFound(next);
            setFailure(null);
          }),
        (error: unknown) => settle(() => setFailure(toFailure(error))),
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
  return { found, failure, isBusy, go: read, again };
}
