// Images, volumes and networks in the window: what is done to them there, and what becomes of a page when they are removed elsewhere.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { tarOf } from '../support/tar.ts';
import { NetworksPage } from './pages/networks-page.ts';
import { SystemPage } from './pages/system-page.ts';
import { VolumesPage } from './pages/volumes-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const why = whyNoNativeEngine();
const image = 'slipway/busybox';

describe.skipIf(why)(`objects in the window${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let slipway: SlipwayWindow;

  const docker = async (parameters: readonly string[], input?: Buffer) => {
    const result = await home.instance.client(parameters, input === undefined ? {} : { input });
    expect(result, `${parameters.join(' ')}: ${result.stderr}`).toMatchObject({ code: 0 });
    return result.stdout.trim();
  };
  const importImage = async (...names: readonly string[]) =>
    docker(['import', '-', ...names], await tarOf({ [names.join() || 'nameless']: 'x'.repeat(100_000) }));
  const exists = async (...parameters: readonly string[]) =>
    (await home.instance.client(parameters)).code === 0;
  const openImage = async (name: string) => {
    await slipway.images.open();
    await slipway.page.getByRole('table').getByRole('button', { name, exact: true }).click();
    await slipway.page.getByRole('heading', { name: new RegExp(`^${name}`), level: 1 }).waitFor();
  };

  beforeAll(async () => {
    home = await createNativeHome();
    slipway = await openWindow(home.instance);
    await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
  });
  afterAll(async () => {
    await slipway?.quit();
    await home?.remove();
  });

  it('an image gets another name by the dialog, and none that is wrong', async () => {
    await openImage(image);
    await slipway.page.getByRole('main').getByRole('button', { name: 'Tag', exact: true }).click();
    const { dialog } = slipway.images;
    await dialog.getByLabel('Name').fill('Harbour/Tide');
    await dialog.getByRole('button', { name: 'Tag' }).click();
    await dialog.getByText('This is not an image’s name').waitFor();
    await dialog.getByLabel('Name').fill(' harbour/tide:2 ');
    await dialog.getByRole('button', { name: 'Tag' }).click();
    await slipway.containers.notice(/is also called harbour\/tide:2 now\./).waitFor();
    await slipway.images.open();
    await slipway.images.row('harbour/tide').filter({ hasText: '2' }).waitFor();
    const idOf = (name: string) => docker(['image', 'inspect', '--format', '{{.Id}}', name]);
    expect(await idOf('harbour/tide:2')).toBe(await idOf(image));
    await docker(['rmi', 'harbour/tide:2']);
  });

  it('the page of an image that is removed elsewhere says so, and leads to the one of its name', async () => {
    await importImage('harbour/gone:1');
    await openImage('harbour/gone');
    await docker(['rmi', 'harbour/gone:1']);
    await slipway.page.getByText('This image is no longer there').waitFor();
    await docker(['tag', 'slipway/hello', 'harbour/gone:1']);
    await slipway.page.getByRole('button', { name: 'Open its successor' }).click();
    await slipway.page.getByRole('tab', { name: 'Layers' }).waitFor();
    await docker(['rmi', 'harbour/gone:1']);
    await slipway.page.getByRole('heading', { name: /^slipway\/hello/, level: 1 }).waitFor();
  });

  it('the page of an image that had lost its name before it was removed leads to the one of that name, too', async () => {
    const before = await importImage('harbour/gone:1');
    await openImage('harbour/gone');
    const after = await importImage('harbour/gone:1');
    expect(after).not.toBe(before);
    await slipway.page.getByRole('heading', { name: before.slice(7, 19), level: 1 }).waitFor();
    await docker(['rmi', before]);
    await slipway.page.getByRole('button', { name: 'Open its successor' }).click();
    await slipway.page.getByRole('heading', { name: /^harbour\/gone/, level: 1 }).waitFor();
    await docker(['rmi', 'harbour/gone:1']);
  });

  it('images are pruned exactly as shown: without a name first, then all that nothing uses', async () => {
    const nameless = (await importImage()).replace('sha256:', '').slice(0, 12);
    await importImage('harbour/idle:1');
    await importImage('harbour/held:1');
    await docker(['create', '--name', 'holder', 'harbour/held:1', 'true']);
    const system = new SystemPage(slipway.page);
    await system.open();
    await system.press('Prune: Images');
    const going = system.question.getByRole('listitem');
    await system.question.getByText(/by removing 1 of \d+\.$/).waitFor();
    expect(await going.allInnerTexts()).toEqual([expect.stringContaining(nameless)]);
    await system.question.getByText('Also those with a name').click();
    await going.filter({ hasText: 'harbour/idle:1' }).waitFor();
    expect(await going.filter({ hasText: 'harbour/held' }).count()).toBe(0);
    await system.question.getByText('Also those with a name').click();
    await system.answer('Remove 1');
    await slipway.containers.notice(/^Removed 1, which freed /).waitFor();
    expect(await exists('image', 'inspect', nameless)).toBe(false);
    expect(await exists('image', 'inspect', 'harbour/idle:1')).toBe(true);
    await system.press('Prune: Images');
    await system.question.getByText('There is nothing to remove.').waitFor();
    await system.question.getByText('Also those with a name').click();
    const shown = await going.allInnerTexts();
    await system.answer(`Remove ${shown.length}`);
    await expect
      .poll(() => exists('image', 'inspect', 'harbour/idle:1'), { timeout: 30_000, interval: 500 })
      .toBe(false);
    expect(await exists('image', 'inspect', 'harbour/held:1')).toBe(true);
    await docker(['rm', 'holder']);
  });

  it('the page of a volume that is removed elsewhere says so', async () => {
    await docker(['volume', 'create', 'ebbing']);
    const volumes = new VolumesPage(slipway.page);
    await volumes.open();
    await volumes.openVolume('ebbing');
    await slipway.page.getByText('No container has it.').waitFor();
    await docker(['volume', 'rm', 'ebbing']);
    await slipway.page.getByText('This volume is no longer there').waitFor();
    await slipway.page.getByRole('button', { name: 'All volumes' }).click();
    await volumes.row('ebbing').waitFor({ state: 'detached' });
  });

  it('a network is created with IPv6 and for single containers, and removed after a question', async () => {
    const networks = new NetworksPage(slipway.page);
    await networks.open();
    const boxes = ['IPv6', 'Attachable: single containers may join an overlay'];
    await networks.create({ Name: 'lagoon', 'IPv6 subnet': 'fd00:77::/64' }, boxes);
    await networks.row('lagoon').waitFor();
    const [made] = JSON.parse(await docker(['network', 'inspect', 'lagoon']));
    expect(made).toMatchObject({ EnableIPv6: true, Attachable: true, Internal: false });
    expect(made.IPAM.Config).toContainEqual(expect.objectContaining({ Subnet: 'fd00:77::/64' }));
    const remove = slipway.page.getByRole('button', { name: 'Remove lagoon' });
    const question = slipway.page.getByRole('alertdialog');
    await remove.click();
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await exists('network', 'inspect', 'lagoon')).toBe(true);
    await remove.click();
    await question.getByRole('button', { name: 'Remove' }).click();
    await networks.row('lagoon').waitFor({ state: 'detached' });
    expect(await exists('network', 'inspect', 'lagoon')).toBe(false);
  });

  it('have brought no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });
});
