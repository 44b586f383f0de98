import { app, dialog } from 'electron';
import type { Failure } from '../contract/errors.ts';

/** Tells the user in a box why the app ends: what failed, what to try. Blocks; before `ready` it does nothing. */
export function tellUser({ message, hint }: Failure): void {
  if (app.isReady()) dialog.showErrorBox('Slipway', `${message}\n${hint}`);
}
