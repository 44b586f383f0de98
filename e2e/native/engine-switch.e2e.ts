// The window on another engine than Slipway's own: two real ones, told apart by what they hold.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { type NativeEngine, startNativeEngine, whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { goTo } from '../window/pages/navigation.ts';
import { VolumesPage } from '../window/pages/volumes-page.ts';
import { openWindow, type SlipwayWindow } from '../window/window.ts';

const why = whyNoNativeEngine();
let home: NativeHome;
let other: NativeEngine;
let slipway: SlipwayWindow;
let volumes: VolumesPage;

const docker = (...parameters: readonly string[]) => home.instance.docker(parameters);
/** Stands in for whoever sits there, and remembers what was asked in dialogs of the system. */
const answer = (button: string) =>
  slipway.app.evaluate(({ dialog }, label) => {
    const questions: string[] = [];
    Reflect.set(globalThis, 'questions', questions);
    dialog.showMessageBox = async (_window: unknown, options?: Electron.MessageBoxOptions) => {
      questions.push(options?.message ?? '');
      return { response: options?.buttons?.indexOf(label) ?? -1, checkboxChecked: false };
    };
  }, button);
const asked = () => slipway.app.evaluate(() => Reflect.get(globalThis, 'questions') as readonly string[]);
const choose = async (name: string) => {
  await slipway.page.getByRole('button', { name: 'Choose an engine' }).click();
  await slipway.page.getByRole('menuitem', { name }).click();
};

beforeAll(async () => {
  if (why !== undefined) return;
  home = await createNativeHome();
  other = await startNativeEngine();
  await docker('volume', 'create', 'at-home');
  slipway = await openWindow(home.instance);
  volumes = new VolumesPage(slipway.page);
  await answer('Cancel');
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
});
afterAll(async () => {
  await slipway?.quit();
  await home?.remove();
  await other?.end();
});

describe.skipIf(why)(`the window on another engine${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  it('adds one, and says at once whether it answers', async () => {
    const { page } = slipway;
    await goTo(page, 'Settings');
    await page.getByRole('button', { name: 'Add an engine' }).click();
    await page.getByLabel('Name', { exact: true }).fill('harbour');
    await page.getByLabel('Endpoint').fill('harbour.example');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('of no kind that Slipway knows').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Endpoint').fill(`unix://${other.socket}`);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('It answers: Docker').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('shows what the one holds that is chosen, and the command line follows', async () => {
    await volumes.open();
    await volumes.row('at-home').waitFor();
    await choose('harbour');
    await expect.poll(asked).toEqual(['Work on the engine harbour?']);
    await slipway.page.getByRole('button', { name: 'Choose an engine' }).waitFor();
    await volumes.row('at-home').waitFor();
    await answer('Work on it');
    await choose('harbour');
    await slipway.engine.state.filter({ hasText: 'harbour' }).filter({ hasText: 'Docker' }).waitFor();
    await volumes.open();
    await slipway.page.getByRole('heading', { name: 'No volumes' }).waitFor();
    expect((await docker('volume', 'create', 'at-sea')).code).toBe(0);
    await volumes.row('at-sea').waitFor();
    expect(await volumes.row('at-home').count()).toBe(0);
    await docker(
      'run',
      '-d',
      '--init',
      '--name',
      'buoy',
      'slipway/busybox',
      'sh',
      '-c',
      'echo afloat; sleep 600',
    );
    await slipway.containers.open();
    await slipway.containers.row('buoy').waitFor();
    await goTo(slipway.page, 'Logs');
    await slipway.page.getByText('afloat').first().waitFor();
  });

  it('says of what only Slipway’s own engine has that it is of that one', async () => {
    const { page } = slipway;
    for (const view of ['Snapshots', 'Ports']) {
      await goTo(page, view);
      await page.getByRole('heading', { name: /of Slipway’s own engine/ }).waitFor();
    }
    expect(await accessibilityFaults(page)).toEqual([]);
    await slipway.engine.state.click();
    await page.getByRole('heading', { name: 'harbour answers' }).waitFor();
    expect(await page.getByRole('button', { name: 'Sleep' }).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('tells of one that is gone, and finds it again', async () => {
    await slipway.containers.open();
    await other.kill();
    await slipway.engine.state.filter({ hasText: 'Not answering' }).waitFor();
    await slipway.engine.state.click();
    await slipway.page.getByRole('heading', { name: 'Connecting to harbour' }).waitFor();
    await other.revive();
    await slipway.engine.state.filter({ hasText: 'Docker' }).waitFor();
    await slipway.containers.open();
    await slipway.containers.row('buoy').waitFor();
  });

  it('goes back when the command line does, and leaves the other one as it was', async () => {
    expect((await home.instance.slipway(['engine', 'use', 'slipway'])).code).toBe(0);
    await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
    await volumes.open();
    await volumes.row('at-home').waitFor();
    expect(await volumes.row('at-sea').count()).toBe(0);
    expect(slipway.complaints).toEqual([]);
    const left = await docker('ps', '--all', '--quiet');
    expect(left.stdout).toBe('');
  });
});
