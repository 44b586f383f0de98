/** Tells a page that is left from the one that is loaded in its place. */
export interface LeftPage {
  /** Whether a page may still ask; `page` is what it says of itself with each request, another value each time it is loaded. */
  hears(page: unknown): boolean;
  /** The page that asked last is to be loaded anew: it is not heard any more. */
  leave(): void;
}

/** No page was left yet. */
export function createLeftPage(): LeftPage {
  let last: unknown;
  let left: unknown;
  return {
    hears(page) {
      if (left !== undefined && page === left) return false;
      last = page;
      return true;
    },
    leave() {
      left = last;
    },
  };
}
