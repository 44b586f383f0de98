// A build in the window beside one that is marked to be removed: against the VM's own engine without a VM, which a wrong question
// about such builds would end.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { BuildsPage } from '../window/pages/builds-page.ts';
import { openWindow, type SlipwayWindow } from '../window/window.ts';
import { expectNoPanic } from './expect-no-panic.ts';

const why = whyNoNativeEngine();
let home: NativeHome;
let slipway: SlipwayWindow;
let folder: string;

const docker = (...parameters: readonly string[]) => home.instance.docker(parameters);

beforeAll(async () => {
  if (why !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'marked-builds-'));
  home = await createNativeHome();
  slipway = await openWindow(home.instance);
});
afterAll(async () => {
  await slipway?.quit();
  await home?.remove();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

describe.skipIf(why)(`marked builds${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  it('shows a build beside one that others have had marked, which ends an engine that is asked for a list with a limit', async () => {
    const refs = [];
    for (const name of ['sandbar', 'shoal']) {
      const path = join(folder, name);
      await mkdir(path);
      const lines = ['FROM slipway/busybox', `RUN echo from ${name}; exit ${refs.length}`];
      await writeFile(join(path, 'Dockerfile'), `${lines.join('\n')}\n`);
      const built = await docker('build', '--build-arg', 'WORD=tide', path);
      expect(built, built.stderr).toMatchObject({ code: refs.length });
      const told = await docker('buildx', 'history', 'ls', '--format', '{{.Ref}}');
      refs.push(told.stdout.split('\n')[0]?.split('/').at(-1) ?? '');
    }
    for (const command of ['logs', 'rm'])
      expect(await docker('buildx', 'history', command, refs[0] ?? '')).toMatchObject({ code: 0 });
    const builds = new BuildsPage(slipway.page);
    await builds.open();
    const row = builds.rows('shoal');
    await row.getByRole('button', { name: 'shoal', exact: true }).click();
    await builds.until('Failed');
    await slipway.page.getByRole('alert').getByText('ended with exit code 1').waitFor();
    expect(await slipway.page.getByRole('figure').locator('.failed-line').innerText()).toMatch(
      /RUN echo from shoal/,
    );
    await slipway.page.getByRole('tab', { name: 'Overview' }).click();
    await slipway.page.getByText('tide', { exact: true }).waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
    expect(await docker('version')).toMatchObject({ code: 0 });
    await expectNoPanic(home);
    expect(slipway.complaints).toEqual([]);
  });
});
