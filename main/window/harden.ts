import { app, type Session, type WebContents } from 'electron';
import { isAppUrl } from './app-origin.ts';

/** Takes from every page, whichever comes to exist, what this app never needs. Call once, before `ready`. */
export function hardenEveryPage(): void {
  // Chromium refuses to run as root otherwise; then the page is cut off from Node all the same (main-window.ts).
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.on('web-contents-created', (_, contents) => hardenPage(contents));
}

function hardenPage(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
}

/** Refuses every permission that a page can ask for, every device and every download. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  // Nothing in the page may reach the network, whatever asks: the policy says so too, and this holds without it.
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !(isAppUrl(details.url) || details.url.startsWith('devtools:')) });
  });
}
