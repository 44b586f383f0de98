import { useEffect } from 'react';

/** Closes a dialog once what it is about is gone. `onClose` must keep its identity between renders. */
export function useCloseOnceGone(isGone: boolean, onClose: () => void): void {
  useEffect(() => {
    if (isGone) onClose();
  }, [isGone, onClose]);
}
