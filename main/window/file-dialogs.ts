import { join } from 'node:path';
import { app, BrowserWindow, dialog, type FileFilter, type WebContents } from 'electron';
import type { fileRequests } from '../contract/files.ts';
import type { Handlers } from '../contract/requests.ts';
import { type ChosenFiles, fileNameFrom } from '../util/chosen-files.ts';

/** The code behind {@link fileRequests}: dialogs of the system over the page's window. What is chosen goes to `files`. */
export function fileDialogs(contents: WebContents, files: ChosenFiles): Handlers<typeof fileRequests> {
  /** A page that has no window any more gets nothing to choose from. */
  const window = () => BrowserWindow.fromWebContents(contents);
  return {
    async 'files.chooseTarget'({ title, name, kinds }) {
      const over = window();
      if (over === null) return null;
      const { canceled, filePath } = await dialog.showSaveDialog(over, {
        title,
        defaultPath: join(app.getPath('downloads'), fileNameFrom(name)),
        filters: filtersOf(kinds),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return canceled || filePath === '' ? null : files.add('write', filePath);
    },
    async 'files.chooseSources'({ title, kinds, several, folders }) {
      const over = window();
      if (over === null) return [];
      const { canceled, filePaths } = await dialog.showOpenDialog(over, {
        title,
        filters: filtersOf(kinds),
        // Both at once only macOS can.
        properties: [
          folders ? 'openDirectory' : 'openFile',
          ...(several ? (['multiSelections'] as const) : []),
        ],
      });
      return canceled ? [] : filePaths.map((path) => files.add('read', path));
    },
    async 'files.chooseFolder'({ title }) {
      const over = window();
      if (over === null) return null;
      const { canceled, filePaths } = await dialog.showOpenDialog(over, {
        title,
        defaultPath: app.getPath('downloads'),
        properties: ['openDirectory', 'createDirectory'],
      });
      const [path] = filePaths;
      return canceled || path === undefined ? null : files.add('write', path);
    },
  };
}

function filtersOf(kinds: readonly { name: string; extensions: string[] }[]): FileFilter[] {
  return kinds.length === 0 ? [] : [...kinds, { name: 'All files', extensions: ['*'] }];
}
