import type { Page } from 'playwright-core';

/** What kept a page from answering, in milliseconds each. */
export interface Stalls {
  /** Tasks of its main thread that took more than 50 ms, as the browser counts them. */
  readonly tasks: readonly number[];
  /** From a press of the mouse to the picture that answers it. */
  readonly presses: readonly number[];
}

/** Begins to count anew what keeps a page from answering; read it with {@link readStalls}. */
export async function watchStalls(page: Page): Promise<void> {
  await page.evaluate(() => {
    const found = { tasks: [] as number[], presses: [] as number[] };
    const known = globalThis as unknown as { stalls?: typeof found };
    const isWatched = known.stalls !== undefined;
    known.stalls = found;
    if (isWatched) return;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) known.stalls?.tasks.push(duration);
    }).observe({ type: 'longtask' });
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries())
        if (name === 'click') known.stalls?.presses.push(duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
}

/** What was counted since. */
export async function readStalls(page: Page): Promise<Stalls> {
  // What the browser is still busy with is told afterwards.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
  return page.evaluate(() => (globalThis as unknown as { stalls: Stalls }).stalls);
}

/** Waits until an element of this kind is painted; answers when, in milliseconds since 1970. */
export function untilPainted(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = () => {
          // The frame that begins next comes after the one in which it is there was drawn.
          if (document.querySelector(wanted) === null) requestAnimationFrame(look);
          else requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
        };
        look();
      }),
    selector,
  );
}
