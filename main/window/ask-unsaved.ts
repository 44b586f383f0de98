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
  return guardUnsaved(window, {
    async ask(files) {
      window.show();
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
      if (response === 0) isQuitting = false;
      return response === 1;
    },
    isQuitting: () => isQuitting,
    quit: () => app.quit(),
  });
}
