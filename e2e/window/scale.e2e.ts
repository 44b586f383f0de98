import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineApi, engineApi } from '../support/engine-api.ts';
import { raiseStorm } from '../support/event-storm.ts';
import { makeContainers, makeImages } from '../support/many-objects.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const why = whyNoNativeEngine();
const counts = { containers: 1_000, images: 500 };

/** Lines that may be in the page at once, where a screen shows twenty. */
const mostLines = 100;

/** No task of the page may last so long, on any machine; `npm run bench` has the aims. In milliseconds. */
const longestTaskMs = 2_000;

describe.skipIf(why)(`a thousand containers${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let api: EngineApi;
  let slipway: SlipwayWindow;

  beforeAll(async () => {
    home = await createNativeHome();
    api = engineApi(home.engine.socket);
    await makeContainers(api, counts.containers);
    await makeImages(api, counts.images);
    slipway = await openWindow(home.instance);
    await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
  });
  afterAll(async () => {
    await slipway?.quit();
    api?.close();
    await home?.remove();
  });

  /** Scrolls the table to its end, and fails unless its last line is then in the page, and few others. */
  async function scrollToEnd(label: string): Promise<void> {
    const table = slipway.page.getByRole('table', { name: label });
    const last = await table.getAttribute('aria-rowcount');
    await expect.poll(() => table.locator(`[aria-rowindex="${last}"]`).count()).toBe(0);
    await table.hover();
    await slipway.page.mouse.wheel(0, 1_000_000);
    await table.locator(`[aria-rowindex="${last}"]`).waitFor();
    expect(await table.getByRole('row').count()).toBeLessThan(mostLines);
  }

  it('is listed, filtered, chosen and scrolled through', async () => {
    await slipway.containers.open();
    await slipway.page.getByText(`0 running, ${counts.containers} in all`).waitFor();
    await scrollToEnd('Containers');
    await slipway.containers.filter('many-987');
    await slipway.containers.row('many-987').waitFor();
    await slipway.page.getByText(`1 of ${counts.containers} match`).waitFor();
    await slipway.containers.filter('project-3');
    const all = slipway.page.getByLabel('Choose all: Containers');
    await all.check();
    // The projects 3 and 30 to 39, hence eleven; of each 25 containers two or three are in none.
    await slipway.page.getByText('248 of 248 chosen').waitFor();
    await slipway.page.getByRole('button', { name: 'Choose none' }).click();
    await slipway.containers.filter('');
    await all.check();
    await slipway.page.getByText(`${counts.containers} of ${counts.containers} chosen`).waitFor();
    await slipway.page.getByRole('button', { name: `Remove ${counts.containers}` }).waitFor();
    await slipway.page.getByRole('button', { name: 'Choose none' }).click();
  });

  it('names a button of a row on hover and focus, until Escape, or until it is gone', async () => {
    await slipway.containers.filter('many-98');
    const { page } = slipway;
    const tooltip = page.getByRole('tooltip');
    const start = page.getByRole('button', { name: 'Start many-987' });
    await start.hover();
    await tooltip.filter({ hasText: 'Start many-987' }).waitFor();
    await page.keyboard.press('Escape');
    await tooltip.waitFor({ state: 'detached' });
    await start.focus();
    await page.keyboard.press('Tab');
    await tooltip.filter({ hasText: 'Remove many-987' }).waitFor();
    await page.getByRole('button', { name: 'Remove many-988' }).hover();
    await tooltip.filter({ hasText: 'Remove many-988' }).waitFor();
    // What is taken away under the mouse takes its name along.
    await slipway.containers.filter('');
    await tooltip.filter({ hasText: 'many-988' }).waitFor({ state: 'detached' });
    const first = page
      .locator('[data-row]')
      .first()
      .getByRole('button', { name: /^Remove/ });
    const name = (await first.getAttribute('aria-label')) ?? '';
    await first.hover();
    await tooltip.filter({ hasText: name }).waitFor();
    // What scrolls by itself elsewhere takes nothing away.
    await page.getByRole('navigation').first().dispatchEvent('scroll');
    expect(await tooltip.textContent()).toBe(name);
    await page.mouse.wheel(0, 10_000);
    await tooltip.filter({ hasText: name }).waitFor({ state: 'detached' });
  });

  it('opens the menu of a row by the keyboard, and gives the keyboard back', async () => {
    await slipway.containers.filter('many-98');
    const { page } = slipway;
    const button = page.getByRole('button', { name: 'More for many-987' });
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await button.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menu', { name: 'More for many-987' }).waitFor();
    await expect.poll(focused).toBe('Logs');
    await page.keyboard.press('Escape');
    await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowUp');
    await expect.poll(focused).toBe(await page.getByRole('menuitem').last().textContent());
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await slipway.containers.filter('');
  });

  it('has many images beside it, which are listed, filtered and scrolled through', async () => {
    await slipway.images.open();
    // Two came with the engine.
    await slipway.page
      .getByRole('main')
      .getByText(`${counts.images + 2} in all`)
      .waitFor();
    await scrollToEnd('Images');
    await slipway.page.getByLabel('Filter images').fill('image-499');
    await slipway.images.row('many/image-499').waitFor();
    await slipway.page.getByLabel('Filter images').fill('');
  });

  it('stays at hand in a storm of two hundred events a second, and is right after it', async () => {
    await slipway.page.evaluate(() => {
      const tasks: number[] = [];
      Object.assign(globalThis, { tasks });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) tasks.push(duration);
      }).observe({ type: 'longtask' });
    });
    let over = false;
    const storm = raiseStorm(api, { perSecond: 200, milliseconds: 10_000 }).finally(() => {
      over = true;
    });
    let answered = 0;
    while (!over) {
      await slipway.images.open();
      await slipway.page
        .getByRole('main')
        .getByText(`${counts.images + 2} in all`)
        .waitFor();
      await slipway.containers.open();
      await slipway.page.getByRole('main').getByText(`${counts.containers} in all`).waitFor();
      answered += 1;
    }
    await storm;
    expect(answered).toBeGreaterThan(3);
    const tasks = await slipway.page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
    expect(Math.max(0, ...tasks)).toBeLessThan(longestTaskMs);
    // What was done last is what is shown.
    await api.ask('POST', '/containers/many-7/rename?name=after-the-storm');
    await slipway.containers.filter('after-the-storm');
    await slipway.containers.row('after-the-storm').waitFor();
    await slipway.containers.filter('stormy');
    await slipway.page.getByText('No container matches').waitFor();
    await slipway.containers.filter('');
  });

  it('has heard no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });
});
