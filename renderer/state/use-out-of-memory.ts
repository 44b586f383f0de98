import { useEffect, useState } from 'react';
import type { Container } from '../../main/contract/engine/containers.ts';
import { call } from '../bridge.ts';
import { wasKilled } from '../text/container-status.ts';

/** Whether a container has ended for want of memory. The list does not say it: the engine is asked where its end leaves it open. */
export function useOutOfMemory(container: Container): boolean {
  const { id } = container;
  const isOpen = wasKilled(container);
  const [isOut, setOut] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    let isWanted = true;
    call('container.inspect', { id }).then(
      ({ ended }) => {
        if (isWanted) setOut(ended?.outOfMemory ?? false);
      },
      // It may have gone meanwhile. Then there is nothing to be told of it.
      () => undefined,
    );
    return () => {
      isWanted = false;
      setOut(false);
    };
  }, [id, isOpen]);
  return isOut;
}
