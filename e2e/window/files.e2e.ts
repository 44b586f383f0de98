// The files of containers and volumes in the window; e2e/native/ has what is below it.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { answerDialogs } from './answer-dialogs.ts';
import { ContainerPage } from './pages/container-page.ts';
import { FilesPage } from './pages/files-page.ts';
import { SystemPage } from './pages/system-page.ts';
import { VolumesPage } from './pages/volumes-page.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const why = whyNoNativeEngine();
const image = 'slipway/busybox';

describe.skipIf(why)(`files in the window${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let slipway: SlipwayWindow;
  let page: ContainerPage;
  let files: FilesPage;
  let volumes: VolumesPage;
  let folder: string;

  const docker = async (...parameters: string[]) => {
    const { code, stdout, stderr } = await home.instance.client(parameters);
    expect({ code, stderr }, parameters.join(' ')).toMatchObject({ code: 0 });
    return stdout;
  };
  const inAlive = (script: string) => docker('exec', 'alive', 'sh', '-c', script);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'));
    home = await createNativeHome();
    const begin =
      'mkdir -p /srv; echo first > /srv/notes.txt; echo sail:x:77: >> /etc/group; rm -r /www; exec sleep 600';
    await docker('run', '-d', '--name', 'alive', image, 'sh', '-c', begin);
    const noShell = 'cp /bin/busybox /sleep; echo first > /note.txt; rm -rf /bin /sbin /usr; exec /sleep 600';
    await docker('run', '-d', '--name', 'bare', image, 'sh', '-c', noShell);
    await docker('create', '--name', 'moored', image, 'cat', '/etc/motto.txt');
    await writeFile(join(folder, 'motto.txt'), 'first\n');
    await docker('cp', join(folder, 'motto.txt'), 'moored:/etc/motto.txt');
    slipway = await openWindow(home.instance);
    page = new ContainerPage(slipway.page);
    files = new FilesPage(slipway.page);
    volumes = new VolumesPage(slipway.page);
    await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
  });
  afterAll(async () => {
    await slipway?.quit();
    await home?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const openFiles = async (container: string) => {
    await slipway.containers.open();
    await page.open(container);
    await files.open();
  };

  /** Until it is shown: what another program writes before that would be what was read. */
  const openNotes = async () => {
    await files.goTo('/srv', 'notes.txt');
    await files.openEntry('notes.txt');
    await files.text.filter({ hasText: /second$/ }).waitFor();
  };

  it('of a container are browsed, edited and saved', async () => {
    await openFiles('alive');
    await files.openEntry('srv');
    await files.openEntry('notes.txt');
    await files.write('second');
    await slipway.containers.notice('Saved notes.txt.').waitFor();
    expect(await inAlive('cat /srv/notes.txt')).toBe('first\nsecond');
  });

  it('keep the ends of their lines', async () => {
    await inAlive('printf "one\\r\\ntwo\\r\\n" > /srv/crlf.txt; printf "one\\r\\ntwo\\n" > /srv/mixed.txt');
    await files.goTo('/srv', 'crlf.txt');
    await files.openEntry('crlf.txt');
    await files.write('three');
    await slipway.containers.notice('Saved crlf.txt.').waitFor();
    expect(await inAlive('cat /srv/crlf.txt')).toBe('one\r\ntwo\r\nthree');
    await files.goTo('/srv', 'mixed.txt');
    await files.openEntry('mixed.txt');
    await slipway.page.getByText('Its lines end in different ways').waitFor();
    await inAlive('rm /srv/crlf.txt /srv/mixed.txt');
    await openNotes();
  });

  it('of before do not stay below a path that cannot be opened', async () => {
    await inAlive('ln -s /srv/nowhere /srv/dangling; echo shown > /srv/shown.txt');
    await files.goTo('/srv', 'shown.txt');
    for (const path of ['/nope/x', '/srv/dangling']) {
      await files.openEntry('shown.txt');
      await files.text.filter({ hasText: 'shown' }).waitFor();
      await slipway.page.getByLabel('Path').fill(path);
      await slipway.page.getByLabel('Path').press('Enter');
      await slipway.page.getByRole('heading', { name: 'This path could not be opened' }).waitFor();
      expect(await files.text.count(), path).toBe(0);
      expect(await slipway.page.getByRole('button', { name: 'Save as…' }).count(), path).toBe(0);
      await files.press('Back to /srv/shown.txt');
      await files.text.filter({ hasText: 'shown' }).waitFor();
      await files.press('Up to /srv');
      await files.row('shown.txt').waitFor();
    }
    await inAlive('rm /srv/dangling /srv/shown.txt');
    await openNotes();
  });

  it('that another program has written to are not written over unasked', async () => {
    await inAlive('echo theirs > /srv/notes.txt');
    await files.write(' mine');
    await files.question.getByText('Another program has written to this file').waitFor();
    await files.answer('Cancel');
    expect(await inAlive('cat /srv/notes.txt')).toBe('theirs\n');
    await files.press('Save');
    await files.answer('Save over it');
    await slipway.containers.notice('Saved notes.txt.').last().waitFor();
    await expect.poll(() => inAlive('cat /srv/notes.txt')).toBe('first\nsecond mine');
    await inAlive('echo theirs > /srv/notes.txt');
    await files.write('!');
    await files.answer('Take theirs');
    await files.text.filter({ hasText: /^theirs$/ }).waitFor();
  });

  it('keep the window open while they are not saved, unless one says otherwise', async () => {
    await files.type(' begun');
    await slipway.app.evaluate(({ app, dialog }) => {
      dialog.showMessageBox = async (_window: unknown, options?: Electron.MessageBoxOptions) => {
        Object.assign(globalThis, { asked: options?.message });
        return { response: 0, checkboxChecked: false };
      };
      app.quit();
    });
    const asked = () =>
      slipway.app.evaluate(() => (globalThis as unknown as { readonly asked?: string }).asked);
    await expect.poll(asked).toBe('A file has changes that are not saved.');
    await files.text.filter({ hasText: /begun$/ }).waitFor();
    await files.press('Discard');
    await files.text.filter({ hasText: /^theirs$/ }).waitFor();
  });

  it('that differ from the image are marked', async () => {
    await files.goTo('/srv', 'notes.txt');
    await files.row('notes.txt').filter({ hasText: 'added' }).waitFor();
    await files.goTo('/etc', 'group');
    await files.row('group').filter({ hasText: 'changed' }).waitFor();
    await files.goTo('/', 'www');
    await files.row('www').filter({ hasText: 'removed' }).waitFor();
  });

  it('are made, renamed and deleted', async () => {
    await files.goTo('/srv', 'notes.txt');
    await files.press('New');
    await slipway.page.getByRole('menuitem', { name: 'Folder…' }).click();
    await slipway.page.getByRole('dialog').getByLabel('Name').fill('quay');
    await slipway.page.keyboard.press('Enter');
    await files.choose('Rename…', 'quay');
    await slipway.page.getByRole('dialog').getByLabel('Name').fill('pier');
    await slipway.page.keyboard.press('Enter');
    await files.row('pier').waitFor();
    await files.choose('Delete…', 'pier');
    await files.answer('Delete');
    await files.row('pier').waitFor({ state: 'detached' });
    expect(await inAlive('ls /srv')).toBe('notes.txt\n');
  });

  it('are uploaded from a dialog and by a drop, and replaced only when asked', async () => {
    await mkdir(join(folder, 'harbour/quay'), { recursive: true });
    await writeFile(join(folder, 'harbour/quay/crane'), 'up\n');
    await answerDialogs(slipway, join(folder, 'harbour'));
    await files.upload('A folder…');
    await files.row('harbour').waitFor();
    expect(await inAlive('cat /srv/harbour/quay/crane')).toBe('up\n');
    await writeFile(join(folder, 'notes.txt'), 'dropped\n');
    await files.drop([join(folder, 'notes.txt')]);
    await files.question.getByText('It is in /srv already.').waitFor();
    expect(await inAlive('cat /srv/notes.txt')).toBe('theirs\n');
    await files.answer('Replace');
    await slipway.containers.notice('Uploaded notes.txt to /srv of the container alive.').waitFor();
    expect(await inAlive('cat /srv/notes.txt')).toBe('dropped\n');
  });

  it('are downloaded, one by one and as folders', async () => {
    await answerDialogs(slipway, join(folder, 'saved.txt'));
    await files.choose('Save as…', 'notes.txt');
    await slipway.containers.notice(`Saved ${join(folder, 'saved.txt')}.`).waitFor();
    expect(await readFile(join(folder, 'saved.txt'), 'utf8')).toBe('dropped\n');
    await mkdir(join(folder, 'out'));
    await answerDialogs(slipway, join(folder, 'out'));
    await files.choose('Save the folder…', 'harbour');
    await slipway.containers.notice(`Saved harbour into ${join(folder, 'out')}.`).waitFor();
    expect(await readFile(join(folder, 'out/harbour/quay/crane'), 'utf8')).toBe('up\n');
  });

  it.each([
    ['bare', 'note.txt', '/'],
    ['moored', 'motto.txt', '/etc'],
  ])('of a container that has no shell or does not run are edited, too: %s', async (name, file, at) => {
    await openFiles(name);
    await files.goTo(at, file);
    await files.openEntry(file);
    await files.write('second');
    await slipway.containers.notice(`Saved ${file}.`).waitFor();
    await docker('cp', `${name}:${join(at, file)}`, join(folder, 'copied'));
    expect(await readFile(join(folder, 'copied'), 'utf8')).toBe('first\nsecond');
  });

  it('of a container that was opened can still be used by it', async () => {
    expect(await docker('start', '--attach', 'moored')).toBe('first\nsecond');
  });

  it('of a volume are browsed, backed up, emptied, restored and cloned, with owners, rights and links', async () => {
    const fill =
      'cd /v; chown 33:34 .; chmod 1770 .; mkdir a; echo one > a/one; ln a/one two; ln -s a/one three; chmod 640 two; chown 7:8 two';
    const list =
      'cd /v; find . -type f | sort | xargs sha256sum; find . | sort | xargs stat -c "%n %a %u %g %h %F %Y"; readlink three';
    const inVolume = (name: string, script: string) =>
      docker('run', '--rm', '-v', `${name}:/v`, image, 'sh', '-c', script);
    await inVolume('cargo', fill);
    const before = await inVolume('cargo', list);
    const backup = join(folder, 'cargo.tar.gz');
    await answerDialogs(slipway, backup);

    await volumes.open();
    await volumes.openVolume('cargo');
    await files.open();
    await files.row('three').filter({ hasText: 'a/one' }).waitFor();
    await files.row('two').filter({ hasText: '7:8' }).filter({ hasText: '-rw-r-----' }).waitFor();
    await volumes.press('Back up');
    await slipway.containers.notice(`Backed up cargo to ${backup}.`).waitFor();
    await files.choose('Empty…', 'cargo');
    await volumes.answer('Empty');
    await slipway.page.getByText('This folder is empty').waitFor();
    expect(await inVolume('cargo', 'ls -A /v')).toBe('');
    await files.choose('Restore from a file…', 'cargo');
    await volumes.answer('Restore');
    await files.row('three').waitFor();
    expect(await inVolume('cargo', list)).toBe(before);
    await files.choose('Clone…', 'cargo');
    await slipway.page.getByRole('dialog').getByRole('button', { name: 'Clone' }).click();
    await slipway.containers.notice('Cloned cargo to cargo-copy.').waitFor();
    expect(await inVolume('cargo-copy', list)).toBe(before);
  });

  it('of a container that is removed meanwhile are told to be gone', async () => {
    await openFiles('bare');
    await docker('rm', '--force', 'bare');
    await slipway.page.getByText('This container is no longer there').waitFor();
  });

  it('are reached by a container that is shown nowhere', async () => {
    await openFiles('alive');
    await files.goTo('/srv', 'notes.txt');
    expect(await docker('ps', '--filter', 'label=dev.slipway.helper', '--quiet')).not.toBe('');
    await slipway.containers.open();
    await slipway.containers.row('alive').waitFor();
    expect(await slipway.page.getByText(/^slipway-files-/).count()).toBe(0);
    const system = new SystemPage(slipway.page);
    await system.open();
    await system.choose('Events');
    await docker('pause', 'alive');
    await docker('unpause', 'alive');
    await system.filter('alive unpause');
    await system.event('unpause').waitFor();
    // Neither the container itself nor that it has joined a network.
    for (const word of ['slipway-files', 'connect none']) {
      await system.filter(word);
      await slipway.page.getByText('No event matches').waitFor();
    }
  });

  it('has heard no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });
});
