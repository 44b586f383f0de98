// Builds in the window: real ones by the bundled client, against the VM's own engine without a VM.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ignoreMissing } from '../../main/util/file-errors.ts';
import { accessibilityFaults } from '../support/accessibility.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { answerDialogs } from '../window/answer-dialogs.ts';
import { BuildsPage } from '../window/pages/builds-page.ts';
import { openWindow, type SlipwayWindow } from '../window/window.ts';
import { expectNoPanic } from './expect-no-panic.ts';

const why = whyNoNativeEngine();
const secret = 'ebb-and-flow-4711';
let home: NativeHome;
let slipway: SlipwayWindow;
let builds: BuildsPage;
let folder: string;

const docker = (...parameters: readonly string[]) => home.instance.docker(parameters);
const faults = () => accessibilityFaults(slipway.page);

/** A folder with a Dockerfile. */
async function harbour(name: string, ...lines: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  await writeFile(join(path, 'Dockerfile'), `${lines.join('\n')}\n`);
  await writeFile(join(path, 'greeting'), `hello from ${name}\n`);
  return path;
}

beforeAll(async () => {
  if (why !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'builds-'));
  home = await createNativeHome();
  slipway = await openWindow(home.instance);
  builds = new BuildsPage(slipway.page);
  await slipway.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1200, 860));
});
afterAll(async () => {
  await slipway?.quit();
  await home?.remove();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

describe.skipIf(why)(`builds in the window${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  it('builds a folder: steps with what they write, an argument, a secret that is kept nowhere', async () => {
    const path = await harbour(
      'quay',
      'FROM slipway/busybox AS base',
      'ARG WORD=hello',
      'COPY greeting /greeting',
      'RUN echo "said $WORD" | tee /said',
      'RUN --mount=type=secret,id=token wc -c < /run/secrets/token',
    );
    await builds.open();
    await slipway.page.getByText('Nothing was built yet').waitFor();
    expect(await faults()).toEqual([]);
    await answerDialogs(slipway, path);
    await builds.press('Build');
    await builds.inForm('Build');
    await builds.form.getByText('Choose what to build.').waitFor();
    await builds.inForm('Choose a folder…');
    await builds.form.getByText(join(path, 'Dockerfile')).waitFor();
    await builds.inForm('Add a secret text');
    await builds.fill({ Names: 'harbour/quay:1', 'Argument 1': 'WORD', 'Value 1': 'tide' });
    await builds.fill({ 'Secret 1': 'token', 'Text of secret 1': secret });
    expect(await faults()).toEqual([]);
    await builds.send();
    await builds.until('Done');
    const said = builds.step(/RUN echo/);
    await said.getByRole('button').click();
    await said.getByRole('log').filter({ hasText: 'said tide' }).waitFor();
    const counted = builds.step(/RUN --mount/);
    await counted.getByRole('button').click();
    await counted.getByText(String(secret.length), { exact: true }).waitFor();
    expect(await faults()).toEqual([]);
    await slipway.page.getByRole('tab', { name: 'Overview' }).click();
    await slipway.page.getByText(/^slipway\/busybox:latest, linux\//).waitFor();
    expect(await faults()).toEqual([]);
    await slipway.page.getByRole('tab', { name: 'Steps' }).click();
    const ran = await docker('run', '--rm', 'harbour/quay:1', 'cat', '/said', '/greeting');
    expect(ran.stdout).toBe('said tide\nhello from quay\n');
    expect(await filesWith(home.instance.paths.home, secret)).toEqual([]);
  });

  it('asks for the secret again, and takes what has not changed from the cache', async () => {
    await builds.press('Build again');
    await builds.form.getByLabel('Secret 1', { exact: true }).waitFor();
    expect(await builds.form.getByLabel('Text of secret 1').inputValue()).toBe('');
    await builds.fill({ 'Text of secret 1': secret });
    await builds.send();
    await builds.until('Done');
    await builds
      .step(/RUN echo/)
      .getByText('cached', { exact: true })
      .waitFor();
    await slipway.page.getByRole('tab', { name: 'Overview' }).click();
    await slipway.page.getByText('tide', { exact: true }).waitFor();
    await builds.open();
    await expect.poll(() => builds.rows('harbour/quay:1').count(), { timeout: 20_000 }).toBe(2);
    await builds
      .rows('harbour/quay:1')
      .filter({ hasText: /cached/ })
      .first()
      .waitFor();
    expect(await faults()).toEqual([]);
  });

  it('says at which line of the Dockerfile it has failed, and why', async () => {
    await answerDialogs(
      slipway,
      await harbour('wreck', 'FROM slipway/busybox', 'COPY greeting /greeting', 'RUN echo aground; exit 3'),
    );
    await builds.press('Build');
    await builds.inForm('Choose a folder…');
    await builds.form.getByText('wreck/Dockerfile').waitFor();
    await builds.send();
    await builds.until('Failed');
    await slipway.page.getByRole('alert').getByText('ended with exit code 3').waitFor();
    const lines = slipway.page.getByRole('figure');
    expect(await lines.locator('figcaption').innerText()).toMatch(/Dockerfile, line 3$/);
    expect(await lines.locator('.failed-line').innerText()).toMatch(/3\s*failed:\s*RUN echo aground; exit 3/);
    await builds
      .step(/RUN echo aground/)
      .getByText('aground', { exact: true })
      .waitFor();
    expect(await faults()).toEqual([]);
  });

  it('has its Dockerfile checked, mended, saved and built', async () => {
    await slipway.page.getByRole('tab', { name: 'Dockerfile' }).click();
    const editor = slipway.page.getByRole('textbox', { name: 'Text of the Dockerfile' });
    await slipway.page.getByText('BuildKit’s checks find nothing.').waitFor();
    await editor.click();
    await slipway.page.keyboard.press('Control+a');
    // By the editor itself: what Chromium puts in the place of a selection has its colours as an inline style, which is refused.
    await slipway.page.keyboard.press('Delete');
    await slipway.page.keyboard.type('FROM slipway/busybox as base\nCPY greeting /greeting\n');
    const told = slipway.page.getByRole('status').filter({ hasText: 'Line 2' });
    await told.getByText('unknown instruction: CPY').waitFor();
    expect(await faults()).toEqual([]);
    // It is there when one comes back, until it is discarded.
    await slipway.page.getByRole('tab', { name: 'Steps' }).click();
    await slipway.page.getByRole('tab', { name: 'Dockerfile' }).click();
    await editor.getByText('CPY greeting').waitFor();
    await builds.press('Discard');
    await editor.getByText('RUN echo aground').waitFor();
    await editor.click();
    await slipway.page.keyboard.press('Control+a');
    await slipway.page.keyboard.press('Delete');
    await slipway.page.keyboard.type('FROM slipway/busybox as base\nCOPY greeting /greeting\n');
    await slipway.page.getByText(/Line 1: FromAsCasing/).waitFor();
    await builds.press('Save and build');
    await builds.until('Done');
    const written = await readFile(join(folder, 'wreck', 'Dockerfile'), 'utf8');
    expect(written).toBe('FROM slipway/busybox as base\nCOPY greeting /greeting\n');
    await slipway.page.getByRole('list', { name: 'Warnings' }).getByText('FromAsCasing').waitFor();
  });

  it('puts two builds side by side, and lists what the cache takes', async () => {
    await builds.open();
    for (const box of await slipway.page.getByLabel('Choose harbour/quay:1', { exact: true }).all())
      await box.check();
    await builds.press('Compare two');
    const dialog = slipway.page.getByRole('dialog', { name: 'Compare two builds' });
    const row = dialog.getByRole('row').filter({ hasText: 'RUN echo' });
    await row.filter({ hasText: 'cached' }).waitFor();
    expect(await faults()).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await slipway.page.getByRole('tab', { name: 'Cache' }).click();
    await slipway.page
      .getByRole('table', { name: 'Build cache' })
      .getByText(/RUN echo|echo "said/)
      .first()
      .waitFor();
    expect(await faults()).toEqual([]);
    await slipway.page.getByRole('tab', { name: 'History' }).click();
  });

  it('says which folder is not there any more, and builds it once it is back', async () => {
    const path = await harbour('sunk', 'FROM slipway/busybox', 'COPY greeting /greeting');
    await answerDialogs(slipway, path);
    await builds.open();
    await builds.press('Build');
    await builds.inForm('Choose a folder…');
    await builds.form.getByText('sunk/Dockerfile').waitFor();
    await rm(path, { recursive: true });
    await builds.send();
    await builds.until('Failed');
    await slipway.page.getByRole('alert').getByText(`${path} is not there any more`).waitFor();
    expect(await faults()).toEqual([]);
    await harbour('sunk', 'FROM slipway/busybox', 'COPY greeting /greeting');
    await builds.press('Build again');
    await builds.until('Done');
  });

  it('ends a build that is cancelled, in BuildKit too', async () => {
    await answerDialogs(
      slipway,
      await harbour('calm', 'FROM slipway/busybox', 'RUN echo becalmed; sleep 600'),
    );
    await builds.open();
    await builds.press('Build');
    await builds.inForm('Choose a folder…');
    await builds.form.getByText('calm/Dockerfile').waitFor();
    await builds.send();
    await builds
      .step(/RUN echo becalmed/)
      .getByText('becalmed', { exact: true })
      .waitFor();
    await slipway.page.getByRole('navigation').getByText('images are being built').waitFor();
    expect(await faults()).toEqual([]);
    await builds.press('Cancel');
    await builds.until('Cancelled');
    const running = async () =>
      (await docker('buildx', 'history', 'ls', '--format', '{{.Status}}')).stdout
        .split('\n')
        .filter((status) => /running/i.test(status));
    await expect.poll(running, { timeout: 30_000 }).toEqual([]);
  });

  it.each(['elsewhere', 'faraway'])(
    'shows what others have built, with its steps, and removes it (%s)',
    async (name) => {
      const path = await harbour(name, 'FROM slipway/busybox', `RUN echo from ${name}`);
      const built = await docker('build', '--quiet', '-t', `harbour/${name}`, path);
      expect(built, built.stderr).toMatchObject({ code: 0 });
      await builds.open();
      const row = builds.rows(name);
      await row.waitFor();
      await row.getByRole('button', { name, exact: true }).click();
      const step = builds.step(`RUN echo from ${name}`);
      await step.getByRole('button').click();
      await step.getByText(`from ${name}`, { exact: true }).waitFor();
      expect(await faults()).toEqual([]);
      await builds.press('Remove');
      await builds.rows('wreck').first().waitFor();
      await expect.poll(() => builds.rows(name).count(), { timeout: 20_000 }).toBe(0);
      await expectSameEngine();
    },
  );

  it('forgets a build that BuildKit has forgotten already', async () => {
    const { stdout } = await docker('buildx', 'history', 'ls', '--format', '{{.Ref}}');
    for (const ref of stdout.split('\n').filter(Boolean)) {
      const removed = await docker('buildx', 'history', 'rm', ref.split('/').at(-1) ?? '');
      expect(removed, removed.stderr).toMatchObject({ code: 0 });
    }
    const row = builds.rows('calm');
    await row.getByRole('button', { name: 'calm', exact: true }).click();
    await builds.press('Remove');
    await slipway.page.getByText('Removed the build of calm.').first().waitFor();
    await row.waitFor({ state: 'detached' });
    await expectSameEngine();
  });

  it('has heard no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });
});

/** Fails where dockerd has died, which nobody here starts again, or lists of builds end it (forget-build.ts). */
async function expectSameEngine(): Promise<void> {
  expect(await docker('buildx', 'history', 'ls')).toMatchObject({ code: 0 });
  await expectNoPanic(home);
}

/** The files below a folder that hold a text. */
async function filesWith(path: string, text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    // The window's own come and go.
    const bytes = await readFile(file).catch(ignoreMissing);
    if (bytes?.includes(text)) found.push(file);
  }
  return found;
}
