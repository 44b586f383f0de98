import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, protocol, type Session, session, type WebContents } from 'electron';
import type { WindowEvent } from '../contract/window.ts';
import type { Dispatch } from '../control/dispatch.ts';
import { appScheme } from './app-origin.ts';
import { hardenEveryPage, hardenSession } from './harden.ts';
import { announceTo, listenForRequests, type Offer, type WindowRequests } from './ipc.ts';
import { openMainWindow, windowFiles } from './main-window.ts';
import { rendererServer } from './serve-renderer.ts';
import { tellOnceLoaded } from './tell-once-loaded.ts';

/** What the window is connected to. */
export interface WindowAppOptions {
  /** Folder of the compiled main process (build/app/main). */
  readonly mainFolder: string;
  /** Folder for what Chromium and the window keep; it is made when it is missing. */
  readonly dataFolder: string;
  /** Builds the way into the app for a new page; `leave` is called when the page has gone or loads anew. */
  readonly connect: (contents: WebContents) => PageConnection;
}

/** A page's way into the app. */
export interface PageConnection {
  readonly dispatch: Dispatch;
  readonly offer: Offer;
  /** The page has gone, or loads anew. */
  readonly leave: () => void;
}

/** The app's one window. */
export interface WindowApp {
  /** Shows the window; opens it when there is none. Call after `ready`. */
  show(): void;
  /** Tells the window's page, when there is one. */
  announce(event: WindowEvent): void;
  /** Shows the window, and tells its page once that has loaded. */
  showWith(event: WindowEvent): void;
  /** Loads the window's page anew, when there is one; what that asks from now on is refused. */
  reload(): void;
}

/** Sets up everything that must be set before Electron is ready. Call once, before any wait. */
export function createWindowApp(options: WindowAppOptions): WindowApp {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  try {
    mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  } catch {
    // A home that cannot be written is explained in the window, by the supervisor that needs it.
  }
  app.setPath('userData', options.dataFolder);
  app.setPath('sessionData', options.dataFolder);
  hardenEveryPage();

  let window: BrowserWindow | undefined;
  let tellLoaded: (event: WindowEvent) => void = () => undefined;
  let requests: WindowRequests | undefined;
  let ownSession: Session | undefined;
  const files = windowFiles(options.mainFolder);

  const open = () => {
    requests ??= listenForRequests();
    ownSession ??= createSession(files.renderer);
    const opened = openMainWindow({
      session: ownSession,
      preload: files.preload,
      boundsFile: join(options.dataFolder, 'window-bounds.json'),
      prepare: ({ webContents }) => connect(webContents),
    });
    opened.once('closed', () => {
      if (window === opened) window = undefined;
    });
    return opened;
  };

  const connect = (contents: WebContents) => {
    const { dispatch, offer, leave } = options.connect(contents);
    requests?.connect(contents, dispatch, offer);
    tellLoaded = tellOnceLoaded(contents, (event) => announceTo(contents, event));
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) leave();
    });
    contents.once('destroyed', leave);
  };

  const show = () => {
    window ??= open();
    if (window.isMinimized()) window.restore();
    if (window.isVisible()) window.focus();
  };

  return {
    show,
    showWith(event) {
      show();
      tellLoaded(event);
    },
    reload() {
      if (window === undefined || window.isDestroyed()) return;
      requests?.leave(window.webContents);
      window.webContents.reload();
    },
    announce(event) {
      if (window !== undefined && !window.isDestroyed()) announceTo(window.webContents, event);
    },
  };
}

/** A session of its own that keeps nothing on disk: the page stores nothing. */
function createSession(renderer: string): Session {
  const own = session.fromPartition('slipway');
  own.protocol.handle(appScheme, rendererServer(renderer));
  hardenSession(own);
  return own;
}
