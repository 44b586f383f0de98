import { HardDriveDownload, OctagonPause, Trash2, Warehouse } from 'lucide-react';
import type { Image } from '../../../main/contract/engine/images.ts';
import type { LocalRegistry } from '../../../main/contract/engine/local-registry.ts';
import type { Status } from '../../../main/contract/status.ts';
import { compactDisk } from '../../state/compact-disk.ts';
import { type OpenDialog, openDialog } from '../../state/dialogs.ts';
import { stopChecks } from '../../state/image-checks-store.ts';
import { setRegistryRunning } from '../../state/registry-store.ts';
import { imagesMenu } from '../images/images-menu.ts';
import { volumesMenu } from '../volumes/volume-menu.ts';
import type { PaletteEntry } from './entries.ts';
import { entriesOf } from './entries-of.ts';

type Prunable = Extract<OpenDialog, { readonly kind: 'prune' }>['what'];

const prunes: readonly { readonly what: Prunable; readonly title: string }[] = [
  { what: 'containers', title: 'Prune containers…' },
  { what: 'images', title: 'Prune images…' },
  { what: 'volumes', title: 'Prune volumes…' },
  { what: 'networks', title: 'Prune networks…' },
  { what: 'builds', title: 'Prune the build cache…' },
];

/** Removing what nothing uses, by kind. */
export function pruneEntries(): readonly PaletteEntry[] {
  return prunes.map(({ what, title }) => ({
    ...{
      id: `prune ${what}`,
      title,
      words: 'remove delete unused clean up disk',
      kind: 'System',
      icon: Trash2,
    },
    onAction: () => openDialog({ kind: 'prune', what }),
  }));
}

/** What can be done about images and volumes as a whole. `isChecking`: registries are being asked for newer images. */
export function listEntries(images: readonly Image[], isChecking: boolean): readonly PaletteEntry[] {
  return [
    ...entriesOf('images', 'Images', 'archive retention', imagesMenu(images, isChecking).flat()),
    ...entriesOf('images', 'Images', '', [
      {
        ...{ title: 'Stop looking for newer ones', icon: OctagonPause, isDisabled: !isChecking },
        onAction: stopChecks,
      },
    ]),
    ...entriesOf('volumes', 'Volumes', 'create new', volumesMenu().flat()),
  ];
}

/** Giving back what the engine does not use of the disk, where that can be done; `isCompacting`: it is under way. */
export function diskEntries(status: Status | null, isCompacting: boolean): readonly PaletteEntry[] {
  const isThere = status?.state === 'running' || status?.state === 'sleeping';
  if (!isThere || isCompacting) return [];
  return [
    {
      ...{ id: 'disk compact', title: 'Compact the disk', words: 'give back space free', kind: 'System' },
      ...{ icon: HardDriveDownload, onAction: () => void compactDisk() },
    },
  ];
}

/** Running the local registry, or ending it; `isBusy`: that is under way. */
export function registryEntries(registry: LocalRegistry | null, isBusy: boolean): readonly PaletteEntry[] {
  if (registry === null || isBusy) return [];
  const isOn = registry.state === 'running';
  return [
    {
      ...{ id: 'registry', title: isOn ? 'Stop the local registry' : 'Start the local registry' },
      ...{ words: 'push images local repository', kind: 'System', icon: Warehouse },
      onAction: () => void setRegistryRunning(!isOn),
    },
  ];
}
