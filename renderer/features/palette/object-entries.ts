import {
  Box,
  CircleX,
  FileText,
  FolderOpen,
  HardDrive,
  Layers,
  Play,
  RotateCw,
  SquareTerminal,
  Trash2,
  Waypoints,
} from 'lucide-react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { shortImageName } from '../../../main/contract/engine/image-name.ts';
import type { Image } from '../../../main/contract/engine/images.ts';
import type { Network } from '../../../main/contract/engine/networks.ts';
import type { Volume } from '../../../main/contract/engine/volumes.ts';
import { isAlive, removeImage } from '../../state/actions.ts';
import { actOnContainers, fits } from '../../state/container-verbs.ts';
import { openDialog } from '../../state/dialogs.ts';
import { openTerminal } from '../../state/terminals-store.ts';
import { goTo } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import { StopIcon } from '../../ui/stop-icon.ts';
import { containerMenu } from '../containers/container-menu.ts';
import { imageMenu } from '../images/image-menu.ts';
import { imageRows } from '../images/image-rows.ts';
import type { PaletteEntry } from './entries.ts';

/** The page of each container, and everything that can be done to it now. `watched`: ids of those whose end is told. */
export function containerEntries(
  containers: readonly Container[],
  watched: ReadonlySet<string>,
): readonly PaletteEntry[] {
  return containers.flatMap((container) => {
    const { id, image, project, service } = container;
    const name = visibleText(container.name);
    const words = visibleText([image, project, service].filter((word) => word !== null).join(' '));
    const page = (tab: 'overview' | 'files') => () =>
      goTo({ view: 'containers', page: { kind: 'container', id, tab } });
    const actions: readonly MenuEntry[] = [
      { title: 'Files', icon: FolderOpen, onAction: page('files') },
      {
        ...{ title: 'Open a terminal', icon: SquareTerminal, isDisabled: container.state !== 'running' },
        onAction: () => openTerminal({ kind: 'container', id }, container.name),
      },
      {
        ...{ title: 'Start', icon: Play, isDisabled: !fits('start', container) },
        onAction: () => void actOnContainers([container], 'start'),
      },
      {
        ...{ title: 'Restart', icon: RotateCw, isDisabled: !fits('restart', container) },
        onAction: () => void actOnContainers([container], 'restart'),
      },
      {
        ...{ title: 'Stop', icon: StopIcon, isDisabled: !fits('stop', container) },
        onAction: () => void actOnContainers([container], 'stop'),
      },
      ...containerMenu(container, watched.has(id)).flat(),
      {
        ...{ title: 'Remove', icon: Trash2, isDisabled: !fits('remove', container) },
        onAction: () =>
          isAlive(container)
            ? openDialog({ kind: 'remove', containers: [container] })
            : void actOnContainers([container], 'remove'),
      },
    ];
    return [
      {
        ...{ id: `container ${id}`, title: name, words, kind: 'Container', icon: Box },
        onAction: page('overview'),
      },
      ...entriesOf(`container ${id}`, name, words, actions),
    ];
  });
}

/** The page of each image, and what can be done to each of its names. */
export function imageEntries(
  images: readonly Image[],
  containers: readonly Container[],
): readonly PaletteEntry[] {
  return imageRows(images, containers).flatMap((row) => {
    const { key, id, reference } = row;
    const name = visibleText(shortImageName(reference));
    const words = 'image';
    const actions: readonly MenuEntry[] = [
      { title: 'Run…', icon: Play, onAction: () => openDialog({ kind: 'run', image: reference }) },
      ...imageMenu(row).flat(),
      {
        ...{ title: 'Remove', icon: CircleX, isDisabled: row.usedBy.length > 0 },
        onAction: () => void removeImage(key, reference),
      },
    ];
    return [
      {
        ...{ id: `image ${key}`, title: name, words, kind: 'Image', icon: Layers },
        onAction: () => goTo({ view: 'images', page: { kind: 'image', id, tab: 'overview' } }),
      },
      ...entriesOf(`image ${key}`, name, words, actions),
    ];
  });
}

/** The page of each volume, and its files. */
export function volumeEntries(volumes: readonly Volume[]): readonly PaletteEntry[] {
  return volumes.flatMap((volume) => {
    const name = visibleText(volume.name);
    const page = (tab: 'overview' | 'files') => () =>
      goTo({ view: 'volumes', page: { kind: 'volume', name: volume.name, tab } });
    return [
      {
        ...{ id: `volume ${volume.name}`, title: name, words: 'volume', kind: 'Volume', icon: HardDrive },
        onAction: page('overview'),
      },
      ...entriesOf(`volume ${volume.name}`, name, 'volume', [
        { title: 'Files', icon: FileText, onAction: page('files') },
      ]),
    ];
  });
}

/** The page of each network. */
export function networkEntries(networks: readonly Network[]): readonly PaletteEntry[] {
  return networks.map(({ id, name }) => ({
    ...{ id: `network ${id}`, title: visibleText(name), words: 'network', kind: 'Network', icon: Waypoints },
    onAction: () => goTo({ view: 'networks', page: { kind: 'network', id } }),
  }));
}

/** What cannot be done at present is left out: there is nothing to be learned from it here. */
function entriesOf(
  id: string,
  name: string,
  words: string,
  actions: readonly MenuEntry[],
): readonly PaletteEntry[] {
  return actions
    .filter(({ isDisabled = false }) => !isDisabled)
    .map(({ title, icon, onAction }) => ({
      ...{ id: `${id} ${title}`, title: `${name}: ${title}`, words, kind: '', icon, onAction },
    }));
}
