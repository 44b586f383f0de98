import type { Page } from 'playwright-core';

/**
 * What one cannot get at in the window as it is: controls of the page that are cut off, and sideways scrolling of the page as
 * a whole. A line for each. What is in a part that scrolls can be scrolled to.
 */
export function outOfReach(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
    /** Where of one axis a control may be: the window, cut by whatever hides what sticks out of it. */
    const roomOf = (control: Element, axis: 'x' | 'y') => {
      const room = { from: 0, to: axis === 'x' ? innerWidth : innerHeight };
      for (let around = control.parentElement; around !== null; around = around.parentElement) {
        const style = getComputedStyle(around);
        const overflow = axis === 'x' ? style.overflowX : style.overflowY;
        if (scrolls(overflow)) return undefined;
        if (overflow === 'visible') continue;
        const box = around.getBoundingClientRect();
        room.from = Math.max(room.from, axis === 'x' ? box.left : box.top);
        room.to = Math.min(room.to, axis === 'x' ? box.right : box.bottom);
      }
      return room;
    };
    const faults: string[] = [];
    const whole = document.scrollingElement;
    if (whole !== null && whole.scrollWidth > whole.clientWidth)
      faults.push(`the page is ${whole.scrollWidth} px wide in a window of ${whole.clientWidth}`);
    const controls = 'button, input, textarea, select, [role=tab], [role=button], [contenteditable=true]';
    for (const control of document.querySelectorAll(controls)) {
      const box = control.getBoundingClientRect();
      // What react-aria draws stands beside the field itself, which nobody sees.
      if (
        box.width <= 1 ||
        box.height <= 1 ||
        control.closest('.visually-hidden, [inert], [aria-hidden=true]') !== null
      )
        continue;
      const name = control.getAttribute('aria-label') ?? control.textContent?.trim() ?? '';
      for (const axis of ['x', 'y'] as const) {
        const room = roomOf(control, axis);
        if (room === undefined) continue;
        const [from, to] = axis === 'x' ? [box.left, box.right] : [box.top, box.bottom];
        if (from < room.from - 1 || to > room.to + 1)
          faults.push(
            `${control.localName} “${name}”: ${axis} ${from} to ${to} of ${room.from} to ${room.to}`,
          );
      }
    }
    return faults;
  });
}
