import { type RefObject, useEffect, useRef } from 'react';

/** Whether what it is asked in is still on the screen: what goes on after that has to be told elsewhere. */
export function useIsOpen(): RefObject<boolean> {
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  return isOpen;
}
