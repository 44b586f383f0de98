import type { Page } from 'playwright-core';

/**
 * The buttons in the rows of the table that is shown which are not in sight, without scrolling sideways: beyond an edge, or
 * below something. A line for each; with `within`, only of what that selector finds.
 */
export function outOfSight(page: Page, within = '.table-body > .table-row'): Promise<readonly string[]> {
  return page.evaluate(
    (selector) =>
      [...document.querySelectorAll(selector)]
        .flatMap((part) => [...part.querySelectorAll('button')])
        .filter((button) => {
          const { left, right, top, bottom } = button.getBoundingClientRect();
          const middle = (top + bottom) / 2;
          // A row below the edge is scrolled to, as in every list.
          if (middle > innerHeight) return false;
          return ![left + 2, right - 2].every((x) => button.contains(document.elementFromPoint(x, middle)));
        })
        .map((button) => button.getAttribute('aria-label') ?? button.textContent?.trim() ?? ''),
    within,
  );
}
