import { app, BrowserWindow, dialog, type WebContents } from 'electron';
import { guardUnsaved } from './guard-unsaved.ts';

/** Has the window of a page ask before changes are lost; the answer is told of how many files. Call before the page is loaded. */
export function askUnsaved(contents: WebContents): (files: number) => void {
  const window = BrowserWindow.fromWebContents(contents);
  if (window === null) return () => undefined;
  let isQuitting = false;
  const quitting = () => {
    isQuitting = true;
  };
  app.on('before-quit', quitting);
  window.once('closed', () => app.off('before-quit', quitting));
  const ask = async (files: number) => {
    window.show();
    try {
      const { response } = await dialog.showMessageBox(window, {
        type: 'warning',
        message:
          files === 1
            ? 'A file has changes that are not saved.'
            : `${files} files have changes that are not saved.`,
        detail: 'They are lost when the window is closed.',
        buttons: ['Keep editing', 'Close without saving'],
        defaultId: 0,
        cancelId: 0,
      });
      if (response === 1) return true;
    } catch {
      // A question that cannot be shown keeps what would be lost.
    }
    isQuitting = false;
    return false;
  };
  const setUnsaved = guardUnsaved(window, { ask, isQuitting: () => isQuitting, quit: () => app.quit() });
  // A page that has crashed has lost what was written in it.
  contents.on('render-process-gone', () => setUnsaved(0));
  return setUnsaved;
}
