import {
  Activity,
  Box,
  Boxes,
  Camera,
  Cpu,
  EthernetPort,
  Hammer,
  HardDrive,
  Layers,
  ListChecks,
  type LucideIcon,
  Moon,
  Play,
  RotateCw,
  ScrollText,
  Settings,
  Ship,
  SquareTerminal,
  Sun,
  Waypoints,
} from 'lucide-react';
import { assertNever } from '../../../main/contract/assert-never.ts';
import type { Status } from '../../../main/contract/status.ts';
import { askEngineTo } from '../../state/ask-engine.ts';
import { openDialog } from '../../state/dialogs.ts';
import { requestVm } from '../../state/status-store.ts';
import { openTerminal } from '../../state/terminals-store.ts';
import { show, type View } from '../../state/view-store.ts';
import { StopIcon } from '../../ui/stop-icon.ts';
import type { Findable } from './find-entries.ts';

/** An entry of the palette: somewhere to go, or something to do. */
export interface PaletteEntry extends Findable {
  readonly id: string;
  /** What it is, at the end of its line: `View`, `Container`. */
  readonly kind: string;
  readonly icon: LucideIcon;
  readonly onAction: () => void;
}

const views: readonly { readonly view: View; readonly title: string; readonly icon: LucideIcon }[] = [
  { view: 'containers', title: 'Containers', icon: Box },
  { view: 'compose', title: 'Compose', icon: Boxes },
  { view: 'logs', title: 'Logs', icon: ScrollText },
  { view: 'images', title: 'Images', icon: Layers },
  { view: 'builds', title: 'Builds', icon: Hammer },
  { view: 'ansible', title: 'Ansible', icon: ListChecks },
  { view: 'volumes', title: 'Volumes', icon: HardDrive },
  { view: 'networks', title: 'Networks', icon: Waypoints },
  { view: 'swarm', title: 'Swarm', icon: Ship },
  { view: 'ports', title: 'Ports', icon: EthernetPort },
  { view: 'system', title: 'System', icon: Activity },
  { view: 'terminal', title: 'Terminal', icon: SquareTerminal },
  { view: 'engine', title: 'Engine', icon: Cpu },
  { view: 'snapshots', title: 'Snapshots', icon: Camera },
  { view: 'settings', title: 'Settings', icon: Settings },
];

/** Every view. */
export function viewEntries(): readonly PaletteEntry[] {
  return views.map(({ view, title, icon }) => ({
    ...{ id: `view ${view}`, title, words: 'go to view', kind: 'View', icon },
    onAction: () => show(view),
  }));
}

/** What can be done to the engine as it is now. */
export function engineEntries(status: Status | null): readonly PaletteEntry[] {
  const entry = (title: string, icon: LucideIcon, onAction: () => void): PaletteEntry => ({
    ...{ id: `engine ${title}`, title, words: 'engine vm', kind: 'Engine', icon, onAction },
  });
  const stop = entry('Stop the engine', StopIcon, () => askEngineTo('stop'));
  if (status === null) return [];
  const { state } = status;
  switch (state) {
    case 'running':
      return [
        entry('Put the engine to sleep', Moon, () => void requestVm('sleep')),
        entry('Restart the engine', RotateCw, () => askEngineTo('restart')),
        stop,
      ];
    case 'sleeping':
      return [entry('Wake the engine', Sun, () => void requestVm('start')), stop];
    case 'stopped':
    case 'failed':
      return [entry('Start the engine', Play, () => void requestVm('start'))];
    case 'preparing':
    case 'booting':
    case 'waiting':
    case 'backoff':
      return [stop];
    case 'stopping':
      return [];
    default:
      return assertNever(state);
  }
}

/** What can be made or fetched. `own`: on the engine that Slipway runs. */
export function newEntries(isRunning: boolean, own: boolean): readonly PaletteEntry[] {
  const entry = (
    title: string,
    kind: string,
    icon: LucideIcon,
    onAction: () => void,
    words = '',
  ): PaletteEntry => ({ id: `new ${title}`, title, words, kind, icon, onAction });
  const always = own
    ? [entry('Create a snapshot…', 'Snapshot', Camera, () => openDialog({ kind: 'create-snapshot' }))]
    : [];
  if (!isRunning) return always;
  return [
    entry(
      ...(['Run a container…', 'Container', Play] as const),
      () => openDialog({ kind: 'run', image: '' }),
      'new create',
    ),
    entry('Pull an image…', 'Image', Layers, () => openDialog({ kind: 'pull' }), 'download search hub'),
    entry(
      ...(['Build an image…', 'Build', Hammer] as const),
      () => openDialog({ kind: 'build' }),
      'new dockerfile folder',
    ),
    entry('Create a volume…', 'Volume', HardDrive, () => openDialog({ kind: 'create-volume' }), 'new'),
    entry('Create a network…', 'Network', Waypoints, () => openDialog({ kind: 'create-network' }), 'new'),
    ...(own
      ? [
          entry(
            ...(['Open a shell in the VM', 'Terminal', SquareTerminal] as const),
            () => openTerminal({ kind: 'guest' }, 'Virtual machine'),
            'terminal guest',
          ),
        ]
      : []),
    ...always,
  ];
}
