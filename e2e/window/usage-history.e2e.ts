import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { ContainerPage } from './pages/container-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const why = whyNoNativeEngine();

describe.skipIf(why)(`what containers used${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let slipway: SlipwayWindow | undefined;

  beforeAll(async () => {
    home = await createNativeHome();
    const run = ['run', '--detach', '--init', '--name', 'measured', 'slipway/busybox'];
    const result = await home.instance.client([...run, 'sleep', '1000000']);
    expect(result, result.stderr).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    await slipway?.quit();
    await home?.remove();
  });

  async function openStats(): Promise<ContainerPage> {
    slipway = await openWindow(home.instance);
    const page = new ContainerPage(slipway.page);
    await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
    await slipway.containers.open();
    await page.open('measured');
    await page.choose('Stats');
    return page;
  }

  it('is still there after the app was quit, of a container that has ended too', async () => {
    const before = await openStats();
    await before.panel.getByText(/of one processor/).waitFor();
    expect((await home.instance.client(['stop', '--time', '1', 'measured'])).code).toBe(0);
    await slipway?.quit();
    const after = await openStats();
    await after.panel.getByText(/of one processor/).waitFor();
    expect(slipway?.complaints).toEqual([]);
  });
});
