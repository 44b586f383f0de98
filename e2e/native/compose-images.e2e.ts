// What Compose projects do with images in the window: built, pulled, and kept up to date by a watch. Without a VM.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { tarOf } from '../support/tar.ts';
import { addProject, writeProject } from '../window/compose-project.ts';
import { ComposePage } from '../window/pages/compose-page.ts';
import { openWindow, type SlipwayWindow } from '../window/window.ts';

const why = whyNoNativeEngine();
const yard = `services:
  web:
    build: .
    init: true
    develop:
      watch:
        - { action: sync, path: ./site, target: /site }
  db:
    image: slipway/busybox
    command: tail -f /dev/null
    init: true
`;
const dockerfile = 'FROM slipway/busybox\nCOPY site /site\nCMD ["tail", "-f", "/dev/null"]\n';

let home: NativeHome;
let slipway: SlipwayWindow;
let compose: ComposePage;
let folder: string;

const docker = (...parameters: readonly string[]) => home.instance.client(parameters);
const said = async (...parameters: readonly string[]) => (await docker(...parameters)).stdout.trim();
const page = () => said('exec', 'yard-web-1', 'cat', '/site/page');
const inFolder = (name: string) => join(home.instance.userHome, name);
/** When a container was last started. */
const startOf = (name: string) => said('inspect', '--format', '{{.State.StartedAt}}', name);

beforeAll(async () => {
  if (why !== undefined) return;
  home = await createNativeHome();
  slipway = await openWindow(home.instance);
  compose = new ComposePage(slipway.page);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
});
afterAll(async () => {
  await slipway?.quit();
  await home?.remove();
});

describe.skipIf(why)(`images of Compose projects${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  it('are built with what BuildKit writes, and the project is brought up with them', async () => {
    folder = inFolder('yard');
    const file = await writeProject(folder, yard, { Dockerfile: dockerfile, 'site/page': 'first tide\n' });
    await addProject(slipway, compose, file);
    await compose.service('yard', 'web').waitFor();
    await compose.choose('Build images');
    await compose.job('Built the images of yard').waitFor();
    await compose.press('Output');
    await compose.output.getByText('COPY site /site').waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
    expect(await said('run', '--rm', 'yard-web', 'cat', '/site/page')).toBe('first tide');
    await writeFile(join(folder, 'site/page'), 'second tide\n');
    await compose.choose('Build and up');
    await compose.job('Brought up yard').waitFor();
    expect(await page()).toBe('second tide');
  });

  it('stay as they are when containers are restarted: all of a project, or those of one service', async () => {
    const before = [await startOf('yard-web-1'), await startOf('yard-db-1')];
    await compose.press('Restart');
    await compose.job('Restarted yard').waitFor();
    const between = [await startOf('yard-web-1'), await startOf('yard-db-1')];
    expect(between.filter((time) => before.includes(time))).toEqual([]);
    await compose.service('yard', 'web').getByRole('button', { name: 'Restart: web' }).click();
    await compose.job('Restarted web of yard').waitFor();
    expect(await startOf('yard-web-1')).not.toBe(between[0]);
    expect(await startOf('yard-db-1')).toBe(between[1]);
    expect(await page()).toBe('second tide');
  });

  it('need not be built again while files are watched: what is saved arrives in the container', async () => {
    await compose.choose('Watch for changes');
    const watch = compose.job('Watching the files of yard');
    await watch.getByText('Watch enabled').waitFor();
    await writeFile(join(folder, 'site/page'), 'third tide\n');
    await expect.poll(page, { timeout: 60_000, interval: 300 }).toBe('third tide');
    await watch.getByText('Syncing service "web"').waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
    const told = slipway.containers.notice('No longer watches the files of yard.').waitFor();
    await compose.choose('Stop watching');
    await told;
    await watch.waitFor({ state: 'detached' });
    await compose.service('yard', 'web').getByText('Up ', { exact: false }).waitFor();
    await compose.press('Down');
    await compose.job('Took down yard').waitFor();
  });

  it('that cannot be built: which folder is missing, which command failed, and what a mended one gives', async () => {
    const file = await writeProject(inFolder('wreck'), 'services:\n  web:\n    build: ./hull\n');
    const hull = join(dirname(file), 'hull');
    const failed = compose.job('Failed: building images of wreck');
    await addProject(slipway, compose, file);
    await compose.service('wreck', 'web').waitFor();
    await compose.choose('Build images');
    await failed.getByText(`the folder ${hull} that build names is not there`).waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
    await mkdir(hull);
    await failed.getByRole('button', { name: 'Try again' }).click();
    await failed.getByText('there is no Dockerfile where build names one').waitFor();
    await writeFile(join(hull, 'Dockerfile'), 'FROM slipway/busybox\nRUN echo aground; exit 3\n');
    await failed.getByRole('button', { name: 'Try again' }).click();
    await failed.getByText('echo aground; exit 3 ended with exit code 3').waitFor();
    await writeFile(join(hull, 'Dockerfile'), 'FROM slipway/busybox\n');
    await failed.getByRole('button', { name: 'Try again' }).click();
    await compose.job('Built the images of wreck').waitFor();
  });

  describe('of a registry', () => {
    let registry: Registry;
    let file: string;
    const image = '127.0.0.1:5050/shore/boat';
    const failed = () => compose.job('Failed: pulling images of shore');
    const again = () => failed().getByRole('button', { name: 'Try again' }).click();
    const shore = (tag: string) => `services:\n  boat:\n    image: ${image}:${tag}\n`;

    beforeAll(async () => {
      registry = await startRegistry(home.instance, { port: 5050 });
      const input = await tarOf({ boat: 'afloat\n' });
      await home.instance.client(['import', '-', `${image}:1`], { input });
      expect(await docker('push', '--quiet', `${image}:1`)).toMatchObject({ code: 0 });
      await docker('rmi', `${image}:1`);
      file = await writeProject(inFolder('shore'), shore('1'));
    });

    it('are pulled', async () => {
      await addProject(slipway, compose, file);
      await compose.service('shore', 'boat').waitFor();
      await compose.choose('Pull images');
      await compose.job('Pulled the images of shore').waitFor();
      expect(await docker('image', 'inspect', `${image}:1`)).toMatchObject({ code: 0 });
    });

    it('say why they are not: an unknown tag, other bytes than its digest says, nobody there', async () => {
      await writeFile(file, shore('9'));
      await compose.choose('Pull images');
      await failed().getByText(`the registry has no image ${image}:9`).waitFor();
      await docker('rmi', `${image}:1`);
      await registry.damage('shore/boat', '1');
      await writeFile(file, shore('1'));
      await again();
      await failed().getByText('does not fit its digest').first().waitFor();
      await registry.remove();
      await again();
      await failed().getByText('127.0.0.1:5050 cannot be reached').first().waitFor();
      expect(await accessibilityFaults(slipway.page)).toEqual([]);
    });
  });

  it('have brought no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });
});
