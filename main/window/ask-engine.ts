import { BrowserWindow, dialog, type WebContents } from 'electron';
import type { ListedEngine } from '../contract/engines.ts';
import { plain } from '../util/failure-lines.ts';

/** Asks over the page's window whether it may work on an engine, by its address; a page without a window may not. */
export async function askEngineWanted(
  contents: WebContents,
  { name, endpoint }: Pick<ListedEngine, 'name' | 'endpoint'>,
): Promise<boolean> {
  const window = BrowserWindow.fromWebContents(contents);
  if (window === null) return false;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Work on the engine ${plain(name)}?`,
    detail: `${plain(endpoint)}\n\nWhoever works on an engine can do everything on its machine. This is asked once for each address.`,
    buttons: ['Cancel', 'Work on it'],
    defaultId: 1,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
