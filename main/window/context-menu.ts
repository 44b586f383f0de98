import { type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * Offers the system's own menu where text can be copied or pasted: in fields, in a terminal, over chosen text. Not one of the
 * page's: a page could paste, and so read the clipboard, whenever it likes.
 */
export function offerTextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_, { isEditable, selectionText, editFlags }) => {
    const entries: MenuItemConstructorOptions[] = isEditable
      ? [
          { role: 'cut', enabled: editFlags.canCut },
          { role: 'copy', enabled: editFlags.canCopy },
          { role: 'paste', enabled: editFlags.canPaste },
        ]
      : selectionText.trim() === ''
        ? []
        : [{ role: 'copy' }];
    if (entries.length > 0) Menu.buildFromTemplate(entries).popup({ window });
  });
}
