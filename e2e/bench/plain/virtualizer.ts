// In the place of @tanstack/react-virtual, for the app that others are compared with: every line is in the page.

interface Options {
  readonly count: number;
  readonly estimateSize: (index: number) => number;
  readonly getItemKey: (index: number) => string | number;
}

/** What the window asks of a virtualizer, with all lines as those on the screen. */
export function useVirtualizer({ count, estimateSize, getItemKey }: Options) {
  const items: {
    readonly index: number;
    readonly key: string | number;
    readonly start: number;
    readonly size: number;
    readonly end: number;
    readonly lane: number;
  }[] = [];
  let start = 0;
  for (let index = 0; index < count; index++) {
    const size = estimateSize(index);
    items.push({ index, key: getItemKey(index), start, size, end: start + size, lane: 0 });
    start += size;
  }
  return { getTotalSize: () => start, getVirtualItems: () => items };
}
