import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import { assertNever } from '../contract/assert-never.ts';
import { ownEngine } from '../contract/own-engine.ts';
import { isFallingAsleep, type Status, type VmState } from '../contract/status.ts';
import icon from './tray-icon.png?inline';

/** What the tray can be asked for. */
export interface TrayActions {
  readonly show: () => void;
  /** Starts the engine, or wakes it. */
  readonly start: () => void;
  readonly sleep: () => void;
  readonly stop: () => void;
  /** Works on another engine. */
  readonly use: (name: string) => void;
  readonly quit: () => void;
}

/** The icon in the system's tray. */
export interface AppTray {
  setStatus(status: Status): void;
  /** Which engines there are to choose from; `present` is worked on. */
  setEngines(names: readonly string[], present: string): void;
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
    return { setStatus: () => undefined, setEngines: () => undefined };
  }
  let text = 'Engine unknown';
  let items: readonly MenuItemConstructorOptions[] = [];
  let engines: readonly MenuItemConstructorOptions[] = [];
  let shown: string | undefined;
  const show = () => {
    const all = JSON.stringify([text, engines]);
    if (tray === undefined || all === shown) return;
    shown = all;
    tray.setToolTip(`Slipway: ${text}`);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: text, enabled: false },
        { type: 'separator' },
        { label: 'Show Slipway', click: actions.show },
        ...items,
        ...(engines.length < 2 ? [] : [{ label: 'Work on', submenu: [...engines] }]),
        { type: 'separator' },
        { label: 'Quit', click: actions.quit },
      ]),
    );
  };
  show();
  return {
    setStatus(status) {
      text = `Engine ${stateWords(status)}`;
      items = itemsFor(status.state, actions);
      show();
    },
    setEngines(names, present) {
      engines = names.map((name) => ({
        ...{ label: name === ownEngine ? 'Slipway’s own engine' : name, type: 'radio' },
        checked: name === present,
        click() {
          // The system has marked it already, whether it comes to be used or not.
          shown = undefined;
          actions.use(name);
        },
      }));
      show();
    },
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
