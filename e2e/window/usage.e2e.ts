// What containers use, in numbers and as pictures, and what goes wrong with them by itself.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { keepDesktopNotices } from './desktop-notices.ts';
import { ContainerPage } from './pages/container-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const why = whyNoNativeEngine();
const image = 'slipway/busybox';

describe.skipIf(why)(`what containers use${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let slipway: SlipwayWindow;

  const run = async (name: string, options: readonly string[], ...command: readonly string[]) => {
    const result = await home.instance.client(['run', '-d', '--name', name, ...options, image, ...command]);
    expect(result, `${name}: ${result.stderr}`).toMatchObject({ code: 0 });
  };

  beforeAll(async () => {
    home = await createNativeHome();
    await home.instance.client(['network', 'create', 'wire']);
    const serve = 'mkdir /w; dd if=/dev/zero of=/w/load bs=1M count=1; exec httpd -f -h /w';
    await run('giving', ['--network', 'wire'], 'sh', '-c', serve);
    const work =
      'while :; do wget -q -O /dev/null http://giving/load; dd if=/dev/zero of=/d bs=1M count=4 conv=fsync; done';
    await run('busy', ['--network', 'wire'], 'sh', '-c', work);
    await run('idle', ['--network', 'none'], 'sleep', '1000000');
    slipway = await openWindow(home.instance);
    await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
  });
  afterAll(async () => {
    await slipway?.quit();
    await home?.remove();
  });

  it('stands in the list', async () => {
    await slipway.containers.open();
    const cell = (name: string, text: RegExp) =>
      slipway.containers.row(name).getByRole('cell').filter({ hasText: text });
    await cell('busy', /^[1-9]\d*(\.\d)? %$/).waitFor();
    await cell('busy', /^[1-9][\d.]* [kM]B$/).waitFor();
    await cell('idle', /^0\.0 %$/).waitFor();
  });

  it.each([
    ['Processor', /^[1-9]\d*(\.\d)? % of one processor/],
    ['Network', /^[1-9][\d.]* [kM]B\/s received, [1-9][\d.]* [kMG]?B\/s sent$/],
  ])('is drawn: %s', async (title, summary) => {
    const page = new ContainerPage(slipway.page);
    if (title === 'Processor') {
      await slipway.containers.open();
      await page.open('busy');
      await page.choose('Stats');
    }
    const chart = page.panel
      .getByRole('figure')
      .filter({ has: slipway.page.getByText(title, { exact: true }) });
    await chart.getByText(summary).waitFor();
    // The axes are grey; a curve has a colour.
    const coloured = () =>
      chart.locator('canvas').evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        let count = 0;
        for (let at = 0; at < pixels.length; at += 4) {
          const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.slice(at, at + 4);
          if (alpha > 60 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) count += 1;
        }
        return count;
      });
    await expect.poll(coloured, { timeout: 30_000, interval: 1_000 }).toBeGreaterThan(0);
  });

  it('is told on the desktop when it is more memory than there is, and so is one that turns unhealthy', async () => {
    const notices = await keepDesktopNotices(slipway);
    await run('greedy', ['--memory', '16m', '--memory-swap', '16m'], 'tail', '/dev/zero');
    await expect.poll(notices.titles, { timeout: 30_000 }).toEqual(['greedy ran out of memory']);
    const check = ['--health-cmd', 'false', '--health-interval', '1s', '--health-retries', '1'];
    await run('sickly', check, 'sleep', '1000000');
    await expect
      .poll(notices.titles, { timeout: 30_000 })
      .toEqual(['greedy ran out of memory', 'sickly is unhealthy']);
    await notices.pressFirst();
    await slipway.page.getByRole('heading', { name: 'greedy', level: 1 }).waitFor();
    await slipway.containers.open();
    await slipway.containers.row('sickly').filter({ hasText: 'Unhealthy' }).waitFor();
  });

  it('has brought no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });
});
