import { useEffect } from 'react';
import { readBuilds } from '../../state/builds-store.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';

/** Milliseconds between two looks at what others build: the engine tells of no build by itself. */
const lookEveryMs = 5_000;

/** Reads anew what BuildKit remembers for as long as it is looked at: at once, and again and again. `isWanted`: something may change. */
export function useFollowHistory(isWanted = true): void {
  const isOn = useStatus(isRunning) && isWanted;
  useEffect(() => {
    if (!isOn) return;
    readBuilds();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') readBuilds();
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [isOn]);
}
