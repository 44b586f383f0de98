import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Failure, toFailure } from '../../../main/contract/errors.ts';
import { call } from '../../bridge.ts';
import type { Change } from './file-rows.ts';

const none: ReadonlyMap<string, Change> = new Map();

/** How the files of a container differ from its image's, by path, or why it is not known; nothing for a volume (null). */
export function useChanges(
  id: string | null,
  version: string,
): {
  readonly changes: ReadonlyMap<string, Change>;
  readonly failure: Failure | null;
  readonly again: () => void;
} {
  const [changes, setChanges] = useState(none);
  const [failure, setFailure] = useState<Failure | null>(null);
  const last = useRef(0);
  const asked = useMemo(() => ({ id, version }), [id, version]);
  const again = useCallback(() => {
    const { id: container } = asked;
    if (container === null) return;
    last.current += 1;
    const own = last.current;
    call('container.changes', { id: container }).then(
      (list) => {
        if (own !== last.current) return;
        setChanges(new Map(list.map(({ path, kind }) => [path, kind])));
        setFailure(null);
      },
      (error: unknown) => {
        if (own === last.current) setFailure(toFailure(error));
      },
    );
  }, [asked]);
  useEffect(() => {
    again();
    return () => {
      last.current += 1;
    };
  }, [again]);
  return { changes, failure, again };
}
