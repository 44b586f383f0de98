import { Menu, nativeImage, Tray } from 'electron';
import type { Status, VmState } from '../contract/status.ts';
import icon from './tray-icon.png?inline';

/** What the tray can be asked for. */
export interface TrayActions {
  readonly show: () => void;
  readonly start: () => void;
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
  let shown: VmState | undefined;
  const setState = (state: VmState | undefined) => {
    if (tray === undefined || (state === shown && state !== undefined)) return;
    shown = state;
    const text = `Engine ${state === undefined ? 'unknown' : words[state]}`;
    const canStart = state === 'stopped' || state === 'failed' || state === 'sleeping';
    tray.setToolTip(`Slipway: ${text}`);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: text, enabled: false },
        { type: 'separator' },
        { label: 'Show Slipway', click: actions.show },
        canStart
          ? { label: 'Start engine', click: actions.start }
          : { label: 'Stop engine', enabled: state !== undefined, click: actions.stop },
        { type: 'separator' },
        { label: 'Quit', click: actions.quit },
      ]),
    );
  };
  setState(undefined);
  return { setStatus: ({ state }) => setState(state) };
}
