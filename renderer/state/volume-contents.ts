import type { ChosenFile } from '../../main/contract/files.ts';
import { call } from '../bridge.ts';
import { visibleText } from '../text/visible-text.ts';
import { shownVolumeName } from '../text/volume-name.ts';
import { carry } from './carriers-store.ts';
import { notifyFailure } from './notices.ts';
import { showPending, track } from './pending.ts';
import { measureVolumes, volumeKey } from './volumes-store.ts';

const archives = { name: 'Backups', extensions: ['tar.gz', 'tgz', 'tar', 'gz'] };

/** Asks where to, and saves all that is in a volume there. `bytes`: what it takes, as far as that is known. */
export async function backUp(name: string, bytes: number | null): Promise<void> {
  const shown = visibleText(shownVolumeName(name));
  try {
    const target = await call('files.chooseTarget', {
      title: 'Back up a volume',
      name: `${shownVolumeName(name)}.tar.gz`,
      kinds: [{ name: 'Backups', extensions: ['tar.gz'] }],
    });
    if (target === null) return;
    await showPending(volumeKey(name), 'Backing up…', () =>
      carry(
        'volumes.backUp',
        { name, target: target.id },
        {
          title: `Backing up ${shown}`,
          done: `Backed up ${shown} to ${visibleText(target.path)}.`,
          cancelled: `${shown} was not backed up.`,
          about: bytes,
        },
      ),
    );
  } catch (error) {
    notifyFailure(error);
  }
}

/** Asks for the file of a backup; null when the user has decided against it. */
export async function chooseBackup(): Promise<ChosenFile | null> {
  try {
    const [file] = await call('files.chooseSources', { title: 'Restore a volume', kinds: [archives] });
    return file ?? null;
  } catch (error) {
    notifyFailure(error);
    return null;
  }
}

/** The name of a volume, from that of its backup: `pgdata` from `/home/maria/pgdata.tar.gz`. */
export function nameOfBackup(path: string): string {
  const base = path.split(/[/\\]/).at(-1) ?? '';
  return base
    .replace(/\.(tar\.gz|tgz|tar|gz)$/i, '')
    .replace(/[^a-zA-Z0-9_.-]+/g, '-')
    .replace(/^[^a-zA-Z0-9]+/, '');
}

/** Puts what a backup holds into a volume, in the place of what is in it; `isNew` makes the volume. */
export async function restore(name: string, file: ChosenFile, isNew: boolean): Promise<void> {
  const shown = visibleText(shownVolumeName(name));
  await showPending(volumeKey(name), 'Restoring…', () =>
    carry(
      'volumes.restore',
      { name, file: file.id, isNew },
      {
        title: `Restoring ${shown}`,
        done: `Restored ${shown} from ${visibleText(file.path)}.`,
        cancelled: isNew ? `${shown} was not made.` : `${shown} is as it was.`,
      },
    ),
  );
  measureVolumes();
}

/** Makes a volume that holds the same as another one. */
export async function clone(name: string, newName: string, bytes: number | null): Promise<void> {
  const shown = visibleText(shownVolumeName(name));
  await showPending(volumeKey(name), 'Cloning…', () =>
    carry(
      'volumes.clone',
      { name, newName },
      {
        title: `Cloning ${shown} to ${newName}`,
        done: `Cloned ${shown} to ${newName}.`,
        cancelled: `${newName} was not made.`,
        about: bytes,
      },
    ),
  );
  measureVolumes();
}

/** Removes all that is in a volume. */
export async function emptyVolume(name: string): Promise<void> {
  await track(volumeKey(name), 'Emptying…', async () => {
    await call('volumes.empty', { name });
    return `Emptied ${visibleText(shownVolumeName(name))}.`;
  });
  measureVolumes();
}
