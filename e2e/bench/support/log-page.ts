import type { Page } from 'playwright-core';
import { poll } from '../../../main/util/wait.ts';

/** For so long nothing must change until no more lines are waited for, in milliseconds. */
const quietMs = 2_000;

/** Lines that came into the window. */
export interface CountedLines {
  readonly lines: number;
  /** From the first picture with lines in it to the last one. */
  readonly perSecond: number;
}

interface Picture {
  readonly lines: number;
  readonly at: number;
}

/** Notes from now on at each frame how many lines the log says that it has; read it with {@link readLines}. */
export function watchLines(page: Page): Promise<void> {
  return page.evaluate(() => {
    const pictures: Picture[] = [];
    Object.assign(globalThis, { pictures });
    const look = () => {
      const text = document.querySelector('.log-count')?.textContent ?? '';
      const lines = Number(/^[\d,]+/.exec(text)?.[0].replaceAll(',', '') ?? 0);
      if (lines !== (pictures.at(-1)?.lines ?? 0)) pictures.push({ lines, at: performance.now() });
      requestAnimationFrame(look);
    };
    look();
  });
}

/** What was counted, once no more come. */
export async function readLines(page: Page, signal: AbortSignal): Promise<CountedLines> {
  const pictures = await poll(200, signal, () =>
    page.evaluate((quiet) => {
      const { pictures: all } = globalThis as unknown as { pictures: readonly Picture[] };
      const last = all.at(-1);
      return last !== undefined && performance.now() - last.at > quiet ? all : undefined;
    }, quietMs),
  );
  const [first, last] = [pictures[0], pictures.at(-1)];
  if (first === undefined || last === undefined || first === last)
    throw new Error('The log was drawn but once: there is no time to measure');
  return { lines: last.lines, perSecond: (last.lines - first.lines) / ((last.at - first.at) / 1_000) };
}

/** From the last press of the mouse until the log says that it has this many lines, drawn, in milliseconds. */
export function timeUntilLines(page: Page, count: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        let pressedAt = performance.now();
        addEventListener('pointerdown', () => (pressedAt = performance.now()), { capture: true });
        const look = () => {
          // The frame that begins next comes after the one in which they are there was drawn.
          if (document.querySelector('.log-count')?.textContent !== wanted) requestAnimationFrame(look);
          else requestAnimationFrame(() => resolve(performance.now() - pressedAt));
        };
        look();
      }),
    count,
  );
}

/** Puts each line into an empty page as an element of its own and goes to the last; answers the time, in milliseconds. */
export function showPlainly(page: Page, text: string): Promise<number> {
  return page.evaluate(async (lines) => {
    const began = performance.now();
    const list = document.createElement('div');
    list.style.cssText = 'height: 90vh; overflow: auto; font: 12px monospace; white-space: pre';
    for (const line of lines.trimEnd().split('\n')) {
      const row = document.createElement('div');
      row.textContent = line;
      list.append(row);
    }
    document.body.append(list);
    list.scrollTop = list.scrollHeight;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return performance.now() - began;
  }, text);
}
