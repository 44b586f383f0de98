import { join } from 'node:path';
import { BrowserWindow, nativeImage, nativeTheme, type Session, screen } from 'electron';
import { appPage } from './app-origin.ts';
import { offerTextMenu } from './context-menu.ts';
import { readBounds, rememberBounds } from './window-bounds.ts';
import icon from './window-icon.png?inline';

/** What the main window is made of. */
export interface MainWindowOptions {
  readonly session: Session;
  /** The compiled preload script. */
  readonly preload: string;
  /** Where its place on the screen is remembered. */
  readonly boundsFile: string;
  /** Called with the window before its page is loaded. */
  readonly prepare: (window: BrowserWindow) => void;
}

/** Opens the window. It shows itself once its first picture is drawn, so that nothing flashes. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const remembered = readBounds(options.boundsFile, screen.getAllDisplays());
  const window = new BrowserWindow({
    width: 1200,
    height: 760,
    ...remembered,
    minWidth: 720,
    minHeight: 460,
    show: false,
    title: 'Slipway',
    icon: nativeImage.createFromDataURL(icon),
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1c1f' : '#ffffff',
    webPreferences: {
      session: options.session,
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      safeDialogs: true,
    },
  });
  rememberBounds(window, options.boundsFile);
  offerTextMenu(window);
  options.prepare(window);
  window.once('ready-to-show', () => window.show());
  // A page that could set the title could pass for another program.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.loadURL(appPage).catch((error: unknown) => {
    // Closed before it was loaded. Anything else leaves a window without a page, which is for the caller's caller.
    if (!window.isDestroyed()) throw error;
  });
  return window;
}

/** Where the parts of the window lie, from the folder of the compiled main process (build/app/main). */
export function windowFiles(mainFolder: string): { readonly preload: string; readonly renderer: string } {
  return {
    preload: join(mainFolder, '../preload/preload.cjs'),
    renderer: join(mainFolder, '../renderer'),
  };
}
