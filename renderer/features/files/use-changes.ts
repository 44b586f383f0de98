import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../bridge.ts';
import type { Change } from './file-rows.ts';

const none: ReadonlyMap<string, Change> = new Map();

/**
 * How the files of a container differ from its image's, by path; nothing for a volume (null). The list of files is good without:
 * where the engine does not tell, nothing is marked.
 */
export function useChanges(
  id: string | null,
  version: string,
): { readonly changes: ReadonlyMap<string, Change>; readonly again: () => void } {
  const [changes, setChanges] = useState(none);
  const last = useRef(0);
  const again = useCallback(() => {
    if (id === null) return;
    last.current += 1;
    const own = last.current;
    call('container.changes', { id }).then(
      (list) => {
        if (own === last.current) setChanges(new Map(list.map(({ path, kind }) => [path, kind])));
      },
      () => undefined,
    );
  }, [id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is what it is asked again for
  useEffect(() => {
    again();
    return () => {
      last.current += 1;
    };
  }, [again, version]);
  return { changes, again };
}
