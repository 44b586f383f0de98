// Logs in the window, of one container and of all: against the VM's own engine without a VM.
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { ContainerPage } from '../window/pages/container-page.ts';
import { LogsPage } from '../window/pages/logs-page.ts';
import { openWindow, type SlipwayWindow } from '../window/window.ts';

const why = whyNoNativeEngine();
const image = 'slipway/busybox';
const saved = join(tmpdir(), `slipway-logs-${process.pid}.log`);
let home: NativeHome;
let slipway: SlipwayWindow;
let logs: LogsPage;

const docker = (...parameters: readonly string[]) => home.instance.client(parameters);

/** Lines that mean harm, as arguments of printf. */
const hostile = [
  String.raw`<img src=x onerror="document.title=1"><b id=injected>x</b>\n`,
  String.raw`\033]52;c;c3RvbGVu\007clipboard\n`,
  String.raw`\033]8;;https://example.org/\033\\press\033]8;;\033\\ me\n`,
  String.raw`\033[2J\033[1;1H\033]0;stolen\007cursor\n`,
  String.raw`\342\200\256gnp.exe\n`,
  String.raw`\377\376 not text\n`,
  String.raw`\033[31mred\033[0m and \033[38;2;255;255;255mwhite\033[0m\n`,
];

/** Three thousand colours before one word, in a line that is just short enough to be shown whole. */
const colourBomb = `awk 'BEGIN { for (i = 0; i < 3000; i++) printf "\\033[%dm", 31 + i % 7; print "bomb" }'`;

beforeAll(async () => {
  if (why !== undefined) return;
  home = await createNativeHome();
  const run = async (name: string, script: string, ...options: readonly string[]) => {
    const started = await docker('run', '--detach', '--name', name, ...options, image, 'sh', '-c', script);
    expect(started, started.stderr).toMatchObject({ code: 0 });
  };
  const project = (service: string) => [
    '--label',
    'com.docker.compose.project=quay',
    '--label',
    `com.docker.compose.service=${service}`,
  ];
  await run('counter', "seq 1 5000 | sed 's/^/line /'");
  await run(
    'harm',
    `${hostile.map((line) => `printf '${line}'`).join('; ')}; ${colourBomb}; head -c 1048576 /dev/zero | tr '\\0' y; echo`,
  );
  await run(
    'talker',
    // Apart: the engine reads the two streams side by side, and which of two lines at once came first is chance.
    'touch /said; echo hello; sleep 1; echo wrong >&2; exec tail -f /said',
    '--init',
    ...project('talker'),
  );
  await run('mute', 'echo unheard', '--log-driver', 'none', ...project('mute'));
  slipway = await openWindow(home.instance);
  logs = new LogsPage(slipway.page);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
});
afterAll(async () => {
  await slipway?.quit();
  await home?.remove();
  await rm(saved, { force: true });
});

const say = (text: string) => docker('exec', 'talker', 'sh', '-c', `echo '${text}' >> /said`);

describe.skipIf(why)(`logs in the window${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  describe('the logs of all containers', () => {
    it('are one stream, with each line’s container, and what was wrong is told from what was said', async () => {
      await logs.open();
      await logs.line('line 5000').waitFor();
      const hello = logs.line('hello');
      await hello.filter({ hasText: 'talker' }).waitFor();
      expect(await hello.getAttribute('data-error')).toBe('false');
      await logs.line('wrong').filter({ hasText: 'err' }).waitFor();
      await slipway.page.getByText('The engine keeps no log of mute').waitFor();
    });

    it('are followed, until one looks further up', async () => {
      await say('follow me');
      await logs.line('follow me').waitFor();
      await logs.lines.focus();
      await slipway.page.keyboard.press('Home');
      await logs.line('follow me').waitFor({ state: 'detached' });
      await say('later');
      await slipway.page.getByRole('button', { name: '1 new line' }).click();
      await logs.line('later').waitFor();
      await slipway.page.getByRole('button', { name: 'To the end' }).waitFor({ state: 'detached' });
    });

    it('are narrowed down to a project, a container, or a time', async () => {
      await logs.toggle('quay');
      await expect.poll(() => logs.texts()).toEqual(['hello', 'wrong', 'follow me', 'later']);
      await logs.toggle('quay', 'counter');
      await logs.line('line 5000').waitFor();
      await logs.line('hello').waitFor({ state: 'detached' });
      await logs.press('counter');
      await slipway.page.getByRole('button', { name: 'Show all' }).click();
      await logs.line('later').waitFor();
      await logs.chooseRange('Last day');
      await logs.line('later').waitFor();
      await logs.chooseRange('Newest lines');
    });

    it('are searched by expressions, from one line to the next by keyboard', async () => {
      await logs.line('later').waitFor();
      await slipway.page.keyboard.press('Control+f');
      await slipway.page.keyboard.type('LINE (4[0-4]|50)0\\d$');
      await logs.found.getByText('51 lines').waitFor();
      await slipway.page.keyboard.press('Shift+Enter');
      await logs.found.getByText('51 of 51').waitFor();
      await slipway.page.keyboard.press('Enter');
      await logs.found.getByText('1 of 51').waitFor();
      await logs.lines.locator('[data-current="true"]').filter({ hasText: 'line 4000' }).waitFor();
      await expect
        .poll(() => slipway.page.evaluate(() => CSS.highlights.get('log-found-current')?.size))
        .toBe(1);
      await logs.press('Matches only');
      await logs.line('line 4102').waitFor();
      expect((await logs.texts()).every((text) => /line (4[0-4]|50)0\d$/.test(text))).toBe(true);
    });

    it('say at the field what is wrong with an expression, and take it as a text when asked to', async () => {
      await logs.search.fill('(');
      await slipway.page.getByText('Unterminated group').waitFor();
      await logs.press('Regular expression');
      await slipway.page.getByText('Unterminated group').waitFor({ state: 'detached' });
      await logs.press('Regular expression');
      await logs.search.fill('');
      await logs.press('Matches only');
      await logs.line('later').waitFor();
    });

    it('can be read by everybody', async () => {
      await logs.search.fill('line 4');
      await logs.found.getByText('lines').waitFor();
      expect(await accessibilityFaults(slipway.page)).toEqual([]);
      await slipway.page.locator('.log-origins-button').click();
      expect(await accessibilityFaults(slipway.page)).toEqual([]);
      await slipway.page.keyboard.press('Escape');
      await logs.search.fill('');
    });
  });

  it('are reached, read, searched and left by keyboard alone', async () => {
    const { keyboard } = slipway.page;
    const focused = () => slipway.page.evaluate(() => document.activeElement?.ariaLabel);
    await slipway.page.getByRole('navigation').getByRole('button', { name: 'Logs' }).focus();
    await keyboard.press('Enter');
    await keyboard.press('Control+f');
    await keyboard.type('line 49\\d\\d');
    await logs.found.getByText('100 lines').waitFor();
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    expect(await focused()).toBe('Lines of the log');
    await keyboard.press('Home');
    // Of each container the newest two thousand are read.
    await logs.line('line 3001').waitFor();
    await keyboard.press('PageDown');
    await logs.line('line 3001').waitFor({ state: 'detached' });
    await keyboard.press('End');
    await logs.line('later').waitFor();
    await keyboard.press('Tab');
    expect(await focused()).not.toBe('Lines of the log');
  });

  describe('the log of one container', () => {
    it('does nothing that hostile lines ask for', async () => {
      await slipway.app.evaluate(({ clipboard }) => clipboard.writeText('mine'));
      await slipway.containers.open();
      const page = new ContainerPage(slipway.page);
      await page.open('harm');
      await page.choose('Logs');
      await logs.line('<img src=x onerror="document.title=1"><b id=injected>x</b>').waitFor();
      const texts = await logs.texts();
      for (const text of [
        'clipboard',
        'press me',
        'cursor',
        '\\u{202e}gnp.exe',
        '\ufffd\ufffd not text',
        'red and white',
        'bomb',
      ])
        expect(texts).toContain(text);
      expect(await logs.lines.locator('img, a, #injected').count()).toBe(0);
      expect(await logs.lines.locator('[style*="--ansi-1)"]').allInnerTexts()).toEqual(['red']);
      expect(await slipway.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('mine');
      expect(await slipway.page.title()).toBe('Slipway');
      expect(await accessibilityFaults(slipway.page)).toEqual([]);
    });

    it('shows a line of a megabyte in part, and in full when asked to', async () => {
      const cut = logs.line('yyyyyyyy').getByRole('button', { name: '1.04 MB more' });
      // It is far to the right unless lines are wrapped.
      await logs.press('Wrap long lines');
      await cut.click();
      const dialog = slipway.page.getByRole('dialog');
      await dialog.getByText('1.05 MB').waitFor();
      await dialog.getByRole('button', { name: 'Copy' }).click();
      const copied = await slipway.app.evaluate(({ clipboard }) => clipboard.readText());
      expect(copied).toBe('y'.repeat(1_048_576));
      await dialog.getByRole('button', { name: 'Close' }).click();
      await logs.press('Wrap long lines');
    });

    it('is saved byte for byte as docker logs gives it, with times or without', async () => {
      for (const options of [['--timestamps'], []]) {
        const given = await home.instance.client(['logs', ...options, 'harm'], { encoding: 'latin1' });
        await logs.chooseTarget(slipway.app, saved);
        await logs.save(/^The whole log/);
        await slipway.containers
          .notice(/^Saved 9 lines to /)
          .last()
          .waitFor();
        // The engine gives the time anew every 16 KiB, in the midst of a line.
        const wanted = given.stdout.replaceAll(/(?<=y)\d{4}-\S{24}Z (?=y|\n)/g, '');
        await expect.poll(() => readFile(saved, 'latin1'), { timeout: 30_000 }).toBe(wanted);
        expect(await logs.lines.locator('.log-time').count()).toBe(options.length === 0 ? 0 : 9);
        await logs.press('Times');
      }
    });

    it('copies over the edge of what is on the page', async () => {
      await slipway.containers.open();
      await slipway.containers.menu('counter', 'Logs');
      await logs.line('line 5000').waitFor();
      await logs.lines.focus();
      await slipway.page.keyboard.press('Control+a');
      await slipway.page.keyboard.press('Control+c');
      const wanted = Array.from({ length: 5_000 }, (_, index) => `line ${index + 1}`).join('\n');
      await expect.poll(() => slipway.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(wanted);
    });

    it('is emptied on the page alone, and read again', async () => {
      await logs.press('Clear the view');
      await slipway.page.getByText('Cleared', { exact: true }).waitFor();
      await logs.press('Show what was there');
      await logs.line('line 5000').waitFor();
    });

    it('says why there is none, and what is left of a container that was removed', async () => {
      await slipway.containers.open();
      const page = new ContainerPage(slipway.page);
      await page.open('mute');
      await page.choose('Logs');
      await slipway.page.getByText('The engine keeps no log of this container').waitFor();
      await page.leave();
      await page.open('harm');
      await page.choose('Logs');
      await logs.line('red and white').waitFor();
      await docker('rm', 'harm');
      await slipway.page.getByText('This container was removed.').waitFor();
      await logs.line('red and white').waitFor();
    });
  });

  it('has heard no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });
});
