import { useEffect, useRef, useState } from 'react';

/** Leads to the first field with which something is wrong, once it is on the screen. */
export function usePointer() {
  const formRef = useRef<HTMLFormElement>(null);
  const [wanted, setWanted] = useState(0);
  useEffect(() => {
    if (wanted > 0) formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [wanted]);
  return { formRef, pointAtProblem: () => setWanted((times) => times + 1) };
}
