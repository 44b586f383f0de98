// The window without a mouse, and without motion.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instance } from '../support/instance.ts';
import { type EngineHome, openEngine } from '../support/open-engine.ts';
import { untilDialogHears } from './dialog-focus.ts';
import { NetworksPage } from './pages/networks-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

let home: EngineHome;
let instance: Instance;
const image = 'slipway/busybox';
let slipway: SlipwayWindow;

beforeAll(async () => {
  home = await openEngine();
  instance = home.instance;
  await instance.client([
    'run',
    '--detach',
    '--name',
    'a-first',
    '--stop-timeout',
    '60',
    image,
    'sleep',
    '600',
  ]);
  slipway = await openWindow(instance);
  await slipway.containers.row('a-first').waitFor();
});
afterAll(async () => {
  await slipway?.quit();
  await instance.client(['rm', '--force', 'a-first']);
  await home?.remove();
});

const focused = () =>
  slipway.page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
  });

/** Presses a key until something has the focus; fails when it has not got it after as many presses as a page has stops. */
async function pressUntilFocused(key: string, name: string): Promise<void> {
  const passed = [];
  for (let presses = 0; presses < 40; presses += 1) {
    const now = await focused();
    if (now === name) return;
    passed.push(now);
    await slipway.page.keyboard.press(key);
  }
  expect(passed).toContain(name);
}

it.each([
  ['Ctrl', '1', 'Containers'],
  ['Ctrl', '2', 'Images'],
  ['Ctrl', '3', 'Volumes'],
  ['Ctrl', '4', 'Networks'],
  ['Ctrl', '5', 'Logs'],
  ['Ctrl', '6', 'System'],
  ['Ctrl', '7', 'Terminal'],
  ['Ctrl', '8', 'Engine'],
  ['Ctrl', '9', 'Snapshots'],
  ['Ctrl+Shift', '1', 'Ports'],
  ['Ctrl+Shift', '2', 'Swarm'],
  ['Ctrl+Shift', '3', 'Compose'],
  ['Ctrl+Shift', '4', 'Builds'],
  ['Ctrl+Shift', '5', 'Ansible'],
])('%s+%s leads to the view %s', async (held, digit, view) => {
  await slipway.settings.open();
  // What Playwright presses does not get to the menu: it is pressed where the system's own keys come in.
  const pressed = { keyCode: digit, isShifted: held !== 'Ctrl' };
  await slipway.app.evaluate(({ BrowserWindow }, { keyCode, isShifted }) => {
    const [window] = BrowserWindow.getAllWindows();
    // Keys come in where the focus is, and a window of another test may have taken it.
    window?.focus();
    const contents = window?.webContents;
    for (const type of ['keyDown', 'keyUp'] as const)
      contents?.sendInputEvent({
        ...{ type, keyCode },
        modifiers: isShifted ? ['control', 'shift'] : ['control'],
      });
  }, pressed);
  await slipway.page.getByRole('main', { name: view }).waitFor();
});

describe('the keyboard', () => {
  it('gets from the sidebar to the first row, and Enter opens it', async () => {
    const { page } = slipway;
    await slipway.containers.open();
    await slipway.containers.row('a-first').waitFor();
    await pressUntilFocused('Tab', 'Choose a-first');
    await pressUntilFocused('Tab', 'a-first');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'a-first', level: 1 }).waitFor();
  });

  it.each(['Rename…', 'Send a signal…', 'Make an image of it…'])(
    'leaves the dialog behind “%s” by Escape, and is where it was',
    async (entry) => {
      const { page } = slipway;
      await slipway.containers.open();
      const more = page.getByRole('button', { name: 'More for a-first' });
      await more.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menu').waitFor();
      await pressUntilFocused('ArrowDown', entry);
      await page.keyboard.press('Enter');
      await slipway.containers.dialog.waitFor();
      await page.keyboard.press('Escape');
      await slipway.containers.dialog.waitFor({ state: 'detached' });
      await expect.poll(focused).toBe('More for a-first');
    },
  );

  it('leaves a dialog behind a button by Escape, and is where it was', async () => {
    const { page } = slipway;
    await new NetworksPage(page).open();
    await pressUntilFocused('Tab', 'Create');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Create a network' }).waitFor();
    await untilDialogHears(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('Create');
  });

  it('leaves the question before a container is removed by Escape, and is where it was', async () => {
    const { page } = slipway;
    await slipway.containers.open();
    await page.getByRole('button', { name: 'Remove a-first' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await untilDialogHears(page);
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('Remove a-first');
  });
});

describe('who wants no motion', () => {
  /** What moves: running animations, and transitions that would. */
  const moving = () =>
    slipway.page.evaluate(() => {
      const animations = document
        .getAnimations()
        .filter(({ playState }) => playState === 'running')
        .map(({ effect }) => `an animation of ${(effect as KeyframeEffect).target?.getAttribute('class')}`);
      const transitions = [...document.querySelectorAll('*')]
        .filter((element) =>
          getComputedStyle(element)
            .transitionDuration.split(', ')
            .some((duration) => Number.parseFloat(duration) > 0.01),
        )
        .map((element) => `a transition of ${element.getAttribute('class')}`);
      return [...new Set([...animations, ...transitions])];
    });

  it('sees none while a row is busy, while something is on its way, and in a dialog', async () => {
    const { page } = slipway;
    // The windows of tests are opened as on a system that asks for less.
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await slipway.containers.open();
    // It is deaf to SIGTERM, and is given a minute.
    await slipway.containers.press('Stop', 'a-first');
    await slipway.containers.row('a-first').filter({ hasText: 'Stopping…' }).waitFor();
    expect((await moving()).join()).toContain('an animation of');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await moving()).toEqual([]);
    await slipway.run.open();
    await slipway.run.field('Image').waitFor();
    expect(await moving()).toEqual([]);
    await page.keyboard.press('Escape');
    await slipway.containers.row('a-first').filter({ hasText: 'Stopping…' }).waitFor();
    await slipway.settings.open();
    await slipway.settings.row('vm.cpus').waitFor();
    expect(await moving()).toEqual([]);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await moving()).not.toEqual([]);
    await page.emulateMedia({ reducedMotion: null });
  });
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
