import { useCallback, useEffect, useRef, useState } from 'react';
import { type Failure, toFailure } from '../../main/contract/errors.ts';

/** Something asked for, as far as it is known. */
export type Requested<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Asks when a component appears and again whenever `ask` or `version` is another one; what was known stays until the new
 * answer is there. `ask` must keep its identity between renders (useCallback). Only the answer to the last question counts.
 */
export function useRequest<T>(
  ask: (version: string) => Promise<T>,
  version = '',
): { readonly state: Requested<T>; readonly again: () => void } {
  const [state, setState] = useState<Requested<T>>({ kind: 'loading' });
  const last = useRef(0);
  const again = useCallback(() => {
    last.current += 1;
    const own = last.current;
    const settle = (next: Requested<T>) => own === last.current && setState(next);
    ask(version).then(
      (value) => settle({ kind: 'loaded', value }),
      (error: unknown) => settle({ kind: 'failed', failure: toFailure(error) }),
    );
  }, [ask, version]);
  useEffect(() => {
    again();
    return () => {
      last.current += 1;
    };
  }, [again]);
  return { state, again };
}
