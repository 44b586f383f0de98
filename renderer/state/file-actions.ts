import { assertNever } from '../../main/contract/assert-never.ts';
import { inFolder } from '../../main/contract/engine/file-paths.ts';
import type { TreeSource } from '../../main/contract/engine/file-trees.ts';
import type { ChosenFile } from '../../main/contract/files.ts';
import { unwrapReply } from '../../main/contract/reply.ts';
import { call } from '../bridge.ts';
import { itemsText } from '../text/file-text.ts';
import { visibleName, visibleText } from '../text/visible-text.ts';
import { type Carried, carry } from './carriers-store.ts';
import { moveDrafts } from './drafts-store.ts';
import { notify, notifyFailure } from './notices.ts';

/** How something is saved on this machine. */
export type DownloadForm = 'file' | 'tar' | 'tar.gz' | 'unpacked';

/** Files that the user has dropped; none, which is told, when they lie nowhere. */
export function droppedFiles(files: readonly File[]): Promise<readonly ChosenFile[]> {
  return said(async () => unwrapReply(await window.slipway.offer(files)) as readonly ChosenFile[], []);
}

/** Asks for files or folders to upload. */
export function chooseUploads(folders: boolean): Promise<readonly ChosenFile[]> {
  const title = folders ? 'Upload a folder' : 'Upload files';
  return said(() => call('files.chooseSources', { title, several: true, folders }), []);
}

/** Puts files into a folder. `replace`: in the place of what is there. */
export function uploadFiles(
  source: TreeSource,
  owner: string,
  folder: string,
  files: readonly ChosenFile[],
  replace: boolean,
): Promise<Carried> {
  const where = `${visibleName(folder)} of ${visibleText(owner)}`;
  const [only] = files;
  const what =
    files.length === 1 && only !== undefined ? visibleName(baseOf(only.path)) : itemsText(files.length);
  return carry(
    'tree.upload',
    { source, folder, files: files.map(({ id }) => id), replace },
    {
      title: `Uploading ${what} to ${where}`,
      done: `Uploaded ${what} to ${where}.`,
      cancelled: `${what} was not uploaded to ${where}.`,
    },
  );
}

/** Asks where to, and saves a file or a folder there. */
export async function downloadFile(
  source: TreeSource,
  path: string,
  name: string,
  form: DownloadForm,
): Promise<void> {
  const what = visibleName(name);
  const target = await said(() => chooseTarget(what, form), null);
  if (target === null) return;
  const where = visibleName(target.path);
  await carry(
    'tree.download',
    { source, path, form, target: target.id },
    {
      title: `Saving ${what}`,
      done: form === 'unpacked' ? `Saved ${what} into ${where}.` : `Saved ${where}.`,
      cancelled: `${what} was not saved.`,
    },
  );
}

function chooseTarget(what: string, form: DownloadForm): Promise<ChosenFile | null> {
  const name = what.slice(0, 1_000);
  switch (form) {
    case 'unpacked':
      return call('files.chooseFolder', { title: `Save ${what.slice(0, 100)} into` });
    case 'file':
      return call('files.chooseTarget', { title: 'Save a file', name });
    case 'tar':
    case 'tar.gz':
      return call('files.chooseTarget', {
        title: 'Save a folder',
        name: `${name}.${form}`,
        kinds: [{ name: 'Archives', extensions: [form] }],
      });
    default:
      return assertNever(form);
  }
}

/** Removes files of a folder, and says what came of it. */
export async function removeFiles(
  source: TreeSource,
  folder: string,
  names: readonly string[],
): Promise<void> {
  await said(async () => {
    await call('tree.remove', { source, folder, names: [...names] });
    for (const name of names) moveDrafts(source, inFolder(folder, name), null);
    const [only = ''] = names;
    const what = names.length === 1 ? visibleName(only) : itemsText(names.length);
    notify({ kind: 'done', text: `Deleted ${what}.` });
  }, undefined);
}

function baseOf(path: string): string {
  return path.split(/[/\\]/).filter(Boolean).at(-1) ?? path;
}

async function said<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    notifyFailure(error);
    return otherwise;
  }
}
