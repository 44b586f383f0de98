import { app, dialog } from 'electron';
import type { Failure } from '../contract/errors.ts';
import { plain } from '../util/failure-lines.ts';

/** Tells the user in a box why the app ends: what failed, what to try. Blocks; before `ready` it does nothing. */
export function tellUser({ message, hint }: Failure): void {
  if (app.isReady()) dialog.showErrorBox('Slipway', `${plain(message)}\n${plain(hint)}`);
}
