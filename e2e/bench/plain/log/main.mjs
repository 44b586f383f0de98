// A window with an empty page, into which the benchmark puts one element for each line of a log.
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

app.setPath('userData', join(process.env.SLIPWAY_HOME ?? app.getPath('temp'), 'plain-log'));
app.on('window-all-closed', () => app.quit());
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1200, height: 760, webPreferences: { sandbox: true } });
  return window.loadURL('data:text/html,<!doctype html><title>Plain</title>');
});
