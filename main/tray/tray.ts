import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import { assertNever } from '../contract/assert-never.ts';
import { isFallingAsleep, type Status, type VmState } from '../contract/status.ts';
import icon from './tray-icon.png?inline';

/** What the tray can be asked for. */
export interface TrayActions {
  readonly show: () => void;
  /** Starts the engine, or wakes it. */
  readonly start: () => void;
  readonly sleep: () => void;
  readonly stop: () => void;
  readonly quit: () => void;
}

/** The icon in the system's tray. */
export interface AppTray {
  setStatus(status: Status): void;
}

const words: Readonly<Record<VmState, string>> = {
  stopped: 'stopped',
  preparing: 'starting',
  booting: 'starting',
  waiting: 'starting',
  running: 'running',
  sleeping: 'asleep',
  stopping: 'stopping',
  backoff: 'restarting',
  failed: 'failed',
};

/** Puts the icon into the tray; a system without one does without. Call after `ready`. */
export function createTray(actions: TrayActions): AppTray {
  let tray: Tray | undefined;
  try {
    tray = new Tray(nativeImage.createFromDataURL(icon));
    tray.on('click', actions.show);
  } catch {
    return { setStatus: () => undefined };
  }
  let shown: string | undefined;
  const show = (text: string, items: readonly MenuItemConstructorOptions[]) => {
    if (tray === undefined || text === shown) return;
    shown = text;
    tray.setToolTip(`Slipway: ${text}`);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: text, enabled: false },
        { type: 'separator' },
        { label: 'Show Slipway', click: actions.show },
        ...items,
        { type: 'separator' },
        { label: 'Quit', click: actions.quit },
      ]),
    );
  };
  show('Engine unknown', []);
  return {
    setStatus: (status) => show(`Engine ${stateWords(status)}`, itemsFor(status.state, actions)),
  };
}

function stateWords(status: Status): string {
  return isFallingAsleep(status) ? 'falling asleep' : words[status.state];
}

/** What can be asked of the engine as it is. */
function itemsFor(state: VmState, actions: TrayActions): readonly MenuItemConstructorOptions[] {
  const stop = { label: 'Stop engine', click: actions.stop };
  switch (state) {
    case 'stopped':
    case 'failed':
      return [{ label: 'Start engine', click: actions.start }];
    case 'sleeping':
      return [{ label: 'Wake engine', click: actions.start }, stop];
    case 'running':
      return [{ label: 'Put engine to sleep', click: actions.sleep }, stop];
    case 'stopping':
      return [{ ...stop, enabled: false }];
    case 'preparing':
    case 'booting':
    case 'waiting':
    case 'backoff':
      return [stop];
    default:
      return assertNever(state);
  }
}
