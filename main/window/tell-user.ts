import { app, dialog } from 'electron';
import type { Failure } from '../contract/errors.ts';
import { plain } from '../util/failure-lines.ts';

/** Tells the user in a box why the app ends: what failed, what to try. Blocks; before `ready` it does nothing. */
export function tellUser({ message, hint }: Failure): void {
  if (app.isReady()) dialog.showErrorBox('Slipway', `${plain(message)}\n${plain(hint)}`);
}

/** The same of something that was not done while the app goes on, and with it the VM that it looks after: nothing waits for an answer. */
export function tellUserAside({ message, hint }: Failure): void {
  if (!app.isReady()) return;
  const box = { type: 'warning', title: 'Slipway', message: plain(message), detail: plain(hint) } as const;
  // A box that cannot be shown changes nothing of what was not done.
  dialog.showMessageBox(box).catch(() => undefined);
}
