import { afterAll, beforeAll, expect, it } from 'vitest';
import { offline } from '../support/offline.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const vm = await sharedVm();
let slipway: SlipwayWindow;

beforeAll(async () => {
  await vm.client(['run', '--detach', ...offline, '--name', 'shell-here', 'slipway/busybox', 'sleep', '600']);
  slipway = await openWindow(vm);
  await slipway.containers.row('shell-here').waitFor();
});
afterAll(async () => {
  await slipway?.quit();
  await vm.client(['rm', '--force', 'shell-here']);
});

it('opens a terminal into a container, which echoes a command', async () => {
  await slipway.containers.press('Open a terminal in', 'shell-here');
  await slipway.terminal.waitForLine(/[#$]\s*$/);
  await slipway.terminal.type('echo "six times seven: $((6*7))"');
  await slipway.terminal.waitForLine(/^six times seven: 42/);
});

it('keeps its screen while another view is shown, and fits itself to the window', async () => {
  await slipway.containers.open();
  await slipway.terminal.open();
  await slipway.terminal.waitForLine(/^six times seven: 42/);
  await resizeWindow(1100, 700);
  const before = await sizeInShell();
  await resizeWindow(800, 500);
  // The window's new size reaches the shell a little later.
  await expect.poll(sizeInShell, { timeout: 30_000, interval: 1_000 }).not.toBe(before);
});

it('shows colours of 24 bits', async () => {
  await slipway.terminal.type(String.raw`clear; printf '\033[38;2;12;34;56mcoloured\033[0m\n'`);
  await slipway.terminal.waitForLine(/^coloured/);
  const text = slipway.terminal.screen.getByText('coloured', { exact: true }).first();
  expect(await text.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(12, 34, 56)');
});

it('lives through a flood of output', async () => {
  await slipway.terminal.type(
    'yes 0123456789012345678901234567890123456789 | head -n 50000; echo flood-over',
  );
  await slipway.terminal.waitForLine(/^flood-over/);
});

it('does nothing that hostile output asks for', async () => {
  const title = await slipway.page.title();
  await slipway.app.evaluate(({ clipboard }) => clipboard.writeText('mine'));
  const link = String.raw`\033]8;;https://example.org/\033\\press\033]8;;\033\\`;
  const clip = String.raw`\033]52;c;c3RvbGVu\007`;
  const name = String.raw`\033]0;stolen\007`;
  await slipway.terminal.type(
    `clear; printf '${link}${clip}${name}'; echo; echo '<b id=injected>x</b>' over`,
  );
  await slipway.terminal.waitForLine(/^<b id=injected>x<\/b> over/);
  await slipway.terminal.screen.getByText('press').first().click({ force: true });
  expect(await slipway.page.locator('#injected').count()).toBe(0);
  expect(await slipway.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('mine');
  expect(await slipway.page.title()).toBe(title);
  expect(slipway.app.windows()).toHaveLength(1);
});

it('copies and pastes with the keyboard', async () => {
  const { page, app, terminal } = slipway;
  await terminal.type('clear; echo copy-me');
  await terminal.waitForLine(/^copy-me/);
  await terminal.screen
    .locator('> div', { hasText: /^copy-me/ })
    .dblclick({ force: true, position: { x: 20, y: 8 } });
  await page.keyboard.press('Control+Shift+C');
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toContain('copy-me');
  await app.evaluate(({ clipboard }) => clipboard.writeText('echo pasted-$((2+3))'));
  await page.keyboard.press('Control+Shift+V');
  await terminal.waitForLine(/echo pasted-\$/);
  await page.keyboard.press('Enter');
  await terminal.waitForLine(/^pasted-5/);
});

it('finds what its screen shows, upwards from the end, and gives the keyboard back', async () => {
  const { page, terminal } = slipway;
  await terminal.type('clear; for n in 1 2 3; do echo "needle-$n"; done');
  await terminal.waitForLine(/^needle-3/);
  await page.keyboard.press('Control+Shift+F');
  const { search } = terminal;
  const count = search.getByRole('status');
  await search.getByRole('searchbox').fill('needle-[0-9]');
  await count.getByText('Nothing found').waitFor();
  await search.getByRole('button', { name: 'Regular expression' }).click();
  await count.getByText('3 of 3').waitFor();
  await search.getByRole('searchbox').press('Enter');
  await count.getByText('2 of 3').waitFor();
  await search.getByRole('searchbox').press('Shift+Enter');
  await count.getByText('3 of 3').waitFor();
  await search.getByRole('searchbox').press('Escape');
  await search.waitFor({ state: 'detached' });
  await page.keyboard.type('echo back-$((1+1))\n', { delay: 5 });
  await terminal.waitForLine(/^back-2/);
});

it('has tabs, each with a screen and a shell of its own', async () => {
  const { page, terminal, containers } = slipway;
  await containers.open();
  await containers.press('Open a terminal in', 'shell-here');
  await terminal.waitForLine(/[#$]\s*$/);
  await expect.poll(() => terminal.tabs.allInnerTexts()).toEqual(['shell-here', 'shell-here 2']);
  await terminal.type('mark=second; echo $mark-tab');
  await terminal.waitForLine(/^second-tab/);
  expect(await terminal.screen.innerText()).not.toContain('back-2');
  await page.keyboard.press('Control+PageUp');
  await terminal.waitForLine(/^back-2/);
  await terminal.type('echo "mark is <$mark>"');
  await terminal.waitForLine(/^mark is <>/);
  await terminal.tabs.filter({ hasText: 'shell-here 2' }).click();
  await terminal.waitForLine(/^second-tab/);
  await terminal.type('echo "mark is <$mark>"');
  await terminal.waitForLine(/^mark is <second>/);
  await terminal.close();
  await terminal.waitForLine(/^mark is <>/);
});

it('ends the shell with its tab', async () => {
  await slipway.terminal.type('clear; sleep 987');
  await expect.poll(() => processesIn('shell-here'), { timeout: 30_000 }).toContain('sleep 987');
  await slipway.terminal.close();
  await expect.poll(() => processesIn('shell-here'), { timeout: 30_000 }).not.toContain('sleep 987');
});

it('opens a terminal into the virtual machine', async () => {
  await slipway.terminal.open();
  await slipway.terminal.openGuest();
  await slipway.terminal.waitForLine(/[#$]\s*$/);
  await slipway.terminal.type('ls -d /sys/class/block/vda && uname -s');
  await slipway.terminal.waitForLine(/^Linux/);
  await slipway.terminal.type('exit 3');
  await slipway.page.getByText('The shell has ended with code 3.').waitFor();
  await slipway.page.getByRole('button', { name: 'Start again' }).click();
  await slipway.terminal.waitForLine(/started again/);
  await slipway.terminal.type('echo anew-$((4+4))');
  await slipway.terminal.waitForLine(/^anew-8/);
  await slipway.terminal.close();
});

it('says why a terminal cannot be opened', async () => {
  await slipway.containers.open();
  await vm.client(['exec', 'shell-here', 'rm', '/bin/sh']);
  await slipway.containers.press('Open a terminal in', 'shell-here');
  await slipway.page.getByText('its image has no shell').waitFor();
  expect(slipway.complaints).toEqual([]);
});

async function resizeWindow(width: number, height: number): Promise<void> {
  await slipway.app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setSize(w, h), [
    width,
    height,
  ] as const);
  await slipway.page.waitForFunction((wanted) => Math.abs(window.innerWidth - wanted) < 50, width);
}

/** Rows and columns, as the shell has them. */
async function sizeInShell(): Promise<string> {
  await slipway.terminal.type('clear; stty size; echo done-sizing');
  await slipway.terminal.waitForLine(/^done-sizing/);
  return /^\d+ \d+/m.exec(await slipway.terminal.screen.innerText())?.[0] ?? '';
}

async function processesIn(container: string): Promise<string> {
  const { stdout } = await vm.client(['exec', container, 'ps', '-o', 'args']);
  return stdout;
}
