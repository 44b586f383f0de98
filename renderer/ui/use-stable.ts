import { useCallback, useLayoutEffect, useRef } from 'react';

/** A function that stays the same and does what the latest one given does. For events, not while drawing. */
export function useStable<Args extends readonly unknown[]>(act: (...args: Args) => void): typeof act {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
