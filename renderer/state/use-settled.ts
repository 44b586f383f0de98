import { useEffect, useState } from 'react';

/** What somebody writes, once it has not changed for `restMs` milliseconds; at once when it was emptied. */
export function useSettled(text: string, restMs: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), text === '' ? 0 : restMs);
    return () => clearTimeout(timer);
  }, [text, restMs]);
  return settled;
}
