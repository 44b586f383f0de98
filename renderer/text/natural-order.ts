const collator = new Intl.Collator('en', { numeric: true });

/** The order of two values of a column: numbers by size, and texts as people count: `web-2` before `web-11`. */
export function naturalOrder(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}
