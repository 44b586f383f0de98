import { expect } from 'vitest';
import type { SlipwayWindow } from './window.ts';

const mark = 'what was copied before';

/** Looks for what hostile text could have done to the window. */
export interface HarmWatch {
  /** Fails when text was run or became part of the page, a link was opened, the clipboard was written, or the page is out of shape. */
  check(): Promise<void>;
}

/** Begins to watch. `shell.openExternal` opens nothing from then on. */
export async function watchForHarm({ app, page, complaints }: SlipwayWindow): Promise<HarmWatch> {
  await app.evaluate(({ clipboard, shell }, text) => {
    clipboard.writeText(text);
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (address) => void opened.push(address);
  }, mark);
  const shape = () =>
    page.evaluate(() => {
      const box = (selector: string) => {
        const rectangle = document.querySelector(selector)?.getBoundingClientRect();
        return (
          rectangle && [rectangle.left, rectangle.top, rectangle.width, rectangle.height].map(Math.round)
        );
      };
      const page = document.documentElement;
      return {
        sidebar: box('nav'),
        main: box('main'),
        scrolled: [page.scrollWidth - page.clientWidth, page.scrollHeight - page.clientHeight],
        // A row's text may not make it higher or wider than the others.
        rows: [...new Set([...document.querySelectorAll('main .table-row')].map((row) => row.clientHeight))],
        tooWide: [...document.querySelectorAll('main header, main [role=tablist], main .table')]
          .filter((element) => element.getBoundingClientRect().right > page.clientWidth)
          .map(({ className }) => className),
      };
    });
  const inPage = () =>
    page.evaluate(() => ({
      injected: 'injected' in window,
      polluted: 'polluted' in {},
      // The app's own picture and script are two; its one form on a page is no work of the text's.
      elements: document.querySelectorAll('a, img, iframe, object, embed, form:not(.path-bar), script')
        .length,
    }));
  const usual = { ...(await shape()), ...(await inPage()) };
  return {
    async check() {
      expect(await inPage()).toEqual({ injected: false, polluted: false, elements: usual.elements });
      const look = () =>
        app.evaluate(({ clipboard, BrowserWindow }) => ({
          opened: (globalThis as unknown as { opened: string[] }).opened,
          copied: clipboard.readText(),
          titles: BrowserWindow.getAllWindows().map((window) => window.getTitle()),
        }));
      // V8's debugger loses an answer now and then that its collector has taken; nothing was changed by the question.
      const outside = await look().catch((error: Error) => {
        if (!error.message.includes('garbage collected')) throw error;
        return look();
      });
      expect(outside).toEqual({ opened: [], copied: mark, titles: ['Slipway'] });
      const { rows, ...rest } = await shape();
      expect(rest).toEqual({ sidebar: usual.sidebar, main: usual.main, scrolled: [0, 0], tooWide: [] });
      expect(rows.length).toBeLessThanOrEqual(2);
      expect(complaints).toEqual([]);
    },
  };
}
