// Images from and to registries and files, by the window: a registry runs beside them, in the same engine.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Instance } from '../support/instance.ts';
import { type EngineHome, openEngine } from '../support/open-engine.ts';
import { lookout, type Registry, startBrokenLine, startCutLine, startRegistry } from '../support/registry.ts';
import { runProgram } from '../support/run-program.ts';
import { tarOf } from '../support/tar.ts';
import { answerDialogs } from './answer-dialogs.ts';
import { untilDialogHears } from './dialog-focus.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

/** ann, low-tide */
const account = 'ann:$2y$04$harbourharbourharbourOE1XCa7fZxgl.8LTPanmZmJs7JI.auc.';

let home: EngineHome;
let instance: Instance;
let slipway: SlipwayWindow;
let registry: Registry;
let closed: Registry;
let folder: string;

beforeAll(async () => {
  home = await openEngine();
  instance = home.instance;
  folder = await mkdtemp(join(tmpdir(), 'images-'));
  const ballast = await tarOf({ ballast: randomBytes(4_000_000) });
  const imported = instance.client(['import', '-', '127.0.0.1:5000/harbour/ballast:1'], { input: ballast });
  slipway = await openWindow(instance);
  expect((await imported).code).toBe(0);
  registry = await startRegistry(instance, { port: 5000 });
  closed = await startRegistry(instance, { port: 5001, account });
});
afterAll(async () => {
  await slipway?.quit();
  await instance.client(['rm', '--force', 'line-5002', 'line-5003', 'line-5004', 'moored', 'fetched']);
  await registry?.remove();
  await closed?.remove();
  await instance.client(['rm', '--force', lookout]);
  await rm(folder, { recursive: true, force: true });
  const names = ['ballast:1', 'busybox:1'].map((name) => `127.0.0.1:5000/harbour/${name}`);
  await instance.client(['rmi', '--force', '127.0.0.1:5000/harbour/wreck:1', '127.0.0.1:5004/harbour/cut:1']);
  await instance.client(['rmi', '--force', ...names, '127.0.0.1:5001/harbour/busybox:1', 'harbour/root:1']);
  await instance.client(['logout', '127.0.0.1:5001']);
  await home?.remove();
});

beforeEach(() => slipway.images.open());

const hasImage = async (name: string) => (await instance.client(['image', 'inspect', name])).code === 0;

/** Files of downloads that the engine has begun. */
const downloads = async () =>
  (await instance.client(['exec', lookout, 'ls', '/downloads'])).stdout.match(/GetImageBlob\S*/g) ?? [];

describe('a registry', () => {
  it('is given images, under a name that is made for it', async () => {
    await slipway.images.choose('slipway/busybox:latest', 'Push…');
    await slipway.images.dialog.getByText('It goes to Docker Hub.').waitFor();
    await slipway.images.send('127.0.0.1:5000/harbour/busybox:1', 'Push');
    await slipway.containers.notice('Pushed 127.0.0.1:5000/harbour/busybox:1.').waitFor();
    expect(await registry.tags('harbour/busybox')).toEqual(['1']);
    await instance.client(['push', '--quiet', '127.0.0.1:5000/harbour/ballast:1']);
    await instance.client(['rmi', '127.0.0.1:5000/harbour/busybox:1', '127.0.0.1:5000/harbour/ballast:1']);
  });

  it('gives images layer by layer; a cancel ends the download itself', async () => {
    const line = await startBrokenLine(instance, { port: 5002, to: 5000 });
    const name = `${line.host}/harbour/ballast:1`;
    await slipway.images.pull(name);
    const layers = slipway.images.transfer(name).getByRole('row');
    await layers.filter({ hasText: /Downloading.* of 4 MB/ }).waitFor();
    expect(await downloads()).toHaveLength(1);
    await slipway.containers.open();
    await slipway.page.getByRole('navigation').getByText('images are on their way').waitFor();
    await slipway.images.open();
    await slipway.images.cancel(name);
    await slipway.images.transfer(name).waitFor({ state: 'detached' });
    await expect.poll(downloads).toEqual([]);
    expect(await hasImage(name)).toBe(false);
    await line.remove();
  });

  it('gives several at once, and goes on while another view is shown', async () => {
    const names = ['ballast', 'busybox'].map((name) => `127.0.0.1:5000/harbour/${name}:1`);
    // Listened for from the beginning: a notice stays for some seconds.
    const told = names.map((name) => slipway.containers.notice(`Pulled ${name}.`).waitFor());
    for (const name of names) await slipway.images.pull(name);
    await slipway.containers.open();
    await Promise.all(told);
    expect(await hasImage('127.0.0.1:5000/harbour/ballast:1')).toBe(true);
    await slipway.images.open();
    await slipway.images.choose('127.0.0.1:5000/harbour/busybox:1', 'Pull again');
    await slipway.containers.notice('127.0.0.1:5000/harbour/busybox:1 was the newest already.').waitFor();
  });

  it('that has a newer image is found out, and pulled; who runs the old one is named', async () => {
    const name = '127.0.0.1:5000/harbour/busybox:1';
    await slipway.images.choose('images', 'Look for newer ones');
    await slipway.containers.notice('No newer image is there.').waitFor();
    await instance.client(['run', '--detach', '--name', 'moored', name, 'sleep', '600']);
    await instance.client(['tag', 'slipway/hello', name]);
    await instance.client(['push', '--quiet', name]);
    await instance.client(['tag', 'slipway/busybox', name]);
    // The name has gone to another image and back: the row of the one that has it now.
    await slipway.images.row('127.0.0.1:5000/harbour/busybox').filter({ hasText: 'moored' }).waitFor();
    await slipway.images.choose(name, 'Look for a newer one');
    await slipway.page.getByRole('button', { name: `Pull the newer ${name}` }).click();
    await slipway.containers.notice(`Pulled ${name}. moored still runs the one from before.`).waitFor();
    await slipway.page.getByRole('button', { name: 'Recreate moored…' }).click();
    await slipway.page.getByRole('dialog', { name: 'Edit moored' }).waitFor();
    await untilDialogHears(slipway.page);
    await slipway.page.keyboard.press('Escape');
    await instance.client(['rm', '--force', 'moored']);
  });

  it('gives what is to be run and is not here; the form stays when that fails or is cancelled', async () => {
    const name = '127.0.0.1:5000/harbour/busybox:1';
    const line = await startBrokenLine(instance, { port: 5003, to: 5000 });
    await instance.client(['rmi', name]);
    await slipway.containers.open();
    await slipway.run.open();
    await slipway.run.fill({ Image: '127.0.0.1:5000/harbour/nothing:9', Name: 'fetched' });
    await slipway.run.submit();
    await slipway.run.dialog.getByRole('alert').filter({ hasText: 'has no such image' }).waitFor();
    const broken = `${line.host}/harbour/ballast:1`;
    await instance.client(['rmi', '127.0.0.1:5000/harbour/ballast:1']);
    await slipway.run.fill({ Image: broken });
    await slipway.run.submit();
    await slipway.run.dialog.getByRole('row').filter({ hasText: 'Downloading' }).waitFor();
    await slipway.run.dialog.getByRole('button', { name: `Cancel ${broken}` }).click();
    await slipway.run.dialog.getByRole('button', { name: 'Run', exact: true }).waitFor();
    await slipway.run.fill({ Image: name });
    expect(await slipway.run.field('Name').inputValue()).toBe('fetched');
    await slipway.run.submit();
    await slipway.containers.row('fetched').waitFor();
    await slipway.images.open();
    await line.remove();
    await instance.client(['rm', '--force', 'fetched']);
    await instance.client(['pull', '--quiet', '127.0.0.1:5000/harbour/ballast:1']);
  });

  it.each([
    ['127.0.0.1:5000/harbour/nothing:9', '127.0.0.1:5000 has no such image', 'Check the name and the tag'],
    ['127.0.0.1:5009/harbour/nothing', '127.0.0.1:5009 cannot be reached', 'whether the registry is up'],
    [
      'slipway.invalid/harbour/nothing',
      // Whether a name server answers at all is the network's business.
      /slipway\.invalid cannot be (found in the network|reached)/,
      'Check the network',
    ],
    ['127.0.0.1:5001/harbour/busybox', 'asks for a log-in', 'slipway docker login 127.0.0.1:5001'],
  ])('that does not give %s says why in plain words', async (name, message, hint) => {
    await slipway.images.pull(name);
    await slipway.images.refusal(message).filter({ hasText: hint }).waitFor();
    await slipway.images.refusal(message).getByRole('button', { name: 'Dismiss' }).click();
    await slipway.images.refusal(message).waitFor({ state: 'detached' });
  });

  it('that asks for a log-in takes the one of the command line', async () => {
    await slipway.images.choose('slipway/busybox:latest', 'Push…');
    await slipway.images.send('127.0.0.1:5001/harbour/busybox:1', 'Push');
    const refusal = slipway.images.refusal('asks for a log-in');
    await refusal.waitFor();
    const logIn = ['login', '--username', 'ann', '--password-stdin', '127.0.0.1:5001'];
    expect((await instance.client(logIn, { input: 'low-tide' })).code).toBe(0);
    await refusal.getByRole('button', { name: 'Try again' }).click();
    await slipway.containers.notice('Pushed 127.0.0.1:5001/harbour/busybox:1.').waitFor();
  });

  it('to which the line breaks off in the middle is given the rest when it is mended', async () => {
    const line = await startCutLine(instance, { port: 5004, to: 5000 });
    const name = `${line.host}/harbour/cut:1`;
    await slipway.images.choose('127.0.0.1:5000/harbour/ballast:1', 'Push…');
    await slipway.images.send(name, 'Push');
    const layers = slipway.images.transfer(name).getByRole('row');
    await layers.filter({ hasText: 'Broke off, trying again' }).waitFor();
    expect(await registry.tags('harbour/cut')).toEqual([]);
    const told = slipway.containers.notice(`Pushed ${name}.`).waitFor();
    await line.mend();
    await told;
    expect(await registry.tags('harbour/cut')).toEqual(['1']);
    await line.remove();
    await instance.client(['rmi', name]);
  });

  it('that gives what does not fit its digest is not believed', async () => {
    const name = '127.0.0.1:5000/harbour/wreck:1';
    await instance.client(['import', '-', name], { input: await tarOf({ wreck: randomBytes(10_000) }) });
    expect(await instance.client(['push', '--quiet', name])).toMatchObject({ code: 0 });
    await instance.client(['rmi', name]);
    await registry.damage('harbour/wreck', '1');
    await slipway.images.pull(name);
    const refusal = slipway.images.refusal('127.0.0.1:5000 gave does not fit its digest');
    await refusal.filter({ hasText: 'push the image to it anew' }).waitFor();
    await refusal.getByRole('button', { name: 'Dismiss' }).click();
    expect(await hasImage(name)).toBe(false);
  });
});

describe('several images', () => {
  const names = ['a', 'b', 'c'].map((tag) => `harbour/many:${tag}`);
  afterAll(async () => {
    await instance.client(['rm', '--force', 'moored-many']);
    await instance.client(['rmi', '--force', ...names]);
  });

  it('are removed at once, but for those that a container has', async () => {
    for (const name of names) await instance.client(['import', '-', name], { input: await tarOf({ name }) });
    await instance.client(['create', '--name', 'moored-many', 'harbour/many:c', 'nothing']);
    const { page, images } = slipway;
    await images.row('harbour/many').filter({ hasText: 'moored-many' }).waitFor();
    for (const name of names) await page.getByLabel(`Choose ${name}`, { exact: true }).click();
    await page.getByRole('button', { name: 'Remove 3', exact: true }).click();
    const question = page.getByRole('alertdialog', { name: 'Remove 2 images?' });
    await question.getByText('1 of 3 stay. Used by moored-many.').waitFor();
    await question.getByRole('button', { name: 'Remove 2', exact: true }).click();
    await slipway.containers.notice('Removed 2 images.').waitFor();
    expect(await Promise.all(names.map(hasImage))).toEqual([false, false, true]);
    await page.getByRole('main').getByRole('button', { name: 'Pull', exact: true }).waitFor();
  });
});

describe('a file', () => {
  it('holds a whole image once it is saved, and is loaded again', async () => {
    const name = '127.0.0.1:5000/harbour/ballast:1';
    const file = join(folder, 'ballast.tar');
    await answerDialogs(slipway, file);
    await slipway.images.choose(name, 'Save to a file…');
    await slipway.containers.notice(`Saved ${name} to ${file}, 4`).waitFor();
    expect((await stat(file)).size).toBeGreaterThan(4_000_000);
    expect(await readdir(folder)).toEqual(['ballast.tar']);
    await instance.client(['rmi', name]);
    await slipway.images.row('127.0.0.1:5000/harbour/ballast').waitFor({ state: 'detached' });
    await slipway.images.choose('images', 'Load from a file…');
    await slipway.containers.notice(`Loaded ${name}.`).waitFor();
    expect(await hasImage(name)).toBe(true);
  });

  it('that is no archive is refused in plain words', async () => {
    const file = join(folder, 'letter.txt');
    await writeFile(file, 'Dear engine,\n'.repeat(200_000));
    await answerDialogs(slipway, file);
    await slipway.images.choose('images', 'Load from a file…');
    await slipway.images.refusal('letter.txt').filter({ hasText: 'not an archive of this kind' }).waitFor();
    await slipway.images.refusal('letter.txt').getByRole('button', { name: 'Dismiss' }).click();
  });

  it('of a root file system becomes an image', async () => {
    const file = join(folder, 'root.tar');
    await writeFile(file, await tarOf({ 'etc/harbour': 'deep\n' }));
    await answerDialogs(slipway, file);
    await slipway.images.choose('images', 'Import a root file system…');
    await slipway.images.dialog.getByText(file).waitFor();
    await slipway.images.send('harbour/root:1', 'Import');
    await slipway.containers.notice('Imported harbour/root:1.').waitFor();
    expect(await hasImage('harbour/root:1')).toBe(true);
  });

  it('takes all files of a container, its own changes among them', async () => {
    await instance.client(['create', '--name', 'moored', 'slipway/busybox', 'true']);
    await instance.client(['cp', '-', 'moored:/'], { input: await tarOf({ 'etc/moored': 'fast\n' }) });
    const file = join(folder, 'moored.tar');
    await answerDialogs(slipway, file);
    await slipway.containers.open();
    await slipway.containers.menu('moored', 'Export its files…');
    await slipway.containers.notice(`Exported the files of moored to ${file}, `).waitFor();
    const listed = await runProgram('tar', ['--extract', '--to-stdout', '--file', file, 'etc/moored'], {
      env: process.env,
    });
    expect(listed).toMatchObject({ code: 0, stdout: 'fast\n' });
    await instance.client(['rm', 'moored']);
  });
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
