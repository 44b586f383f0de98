import { app, BrowserWindow, powerMonitor } from 'electron';
import type { HomePaths } from '../home/paths.ts';
import type { Host } from '../host/host.ts';
import { endBySystem, isEndedToo } from '../host/system-end.ts';
import type { Logger } from '../logging/logger.ts';
import { loadSettings } from '../settings/settings-store.ts';

/** What there is to end. */
export interface EndWithSystemOptions {
  readonly paths: HomePaths;
  /** The host in this process, if it is one. */
  readonly own: () => Host | undefined;
  /** Leaves the home, whose VM is settled by then; nobody takes this process's place. */
  readonly leave: () => Promise<void>;
  readonly logger: Logger;
}

/** Words of the system after which nothing runs any more. */
const endsOfAll = { shutdown: 'The system shuts down', session: 'The session ends' } as const;

/**
 * Ends the app in time when the system ends it: by a signal, at the end of a session, before a shutdown. Ctrl-C in the terminal
 * that it was started from is not that, but a wish to quit, and Electron sees to it. Call once `app` is ready.
 */
export function endWithSystem({ paths, own, leave, logger }: EndWithSystemOptions): void {
  let endsAll = false;
  const end = endBySystem({
    host: own,
    onClose: async () => (await loadSettings(paths))['app.onClose'],
    endsAll: async () => endsAll || isEndedToo(own()?.status().vm ?? null),
    leave,
    logger,
    exit: (code) => app.exit(code),
  });
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
  let isTold = false;
  const endAll = (word: string) => {
    // Each window hears of it, and what is said twice is not said with more urgency.
    if (isTold) return;
    isTold = true;
    endsAll = true;
    end(word);
  };
  // Electron's types leave the event out.
  powerMonitor.on('shutdown', (...[event]: readonly Electron.Event[]) => {
    // Electron then asks the system for the time that this takes.
    event?.preventDefault();
    endAll(endsOfAll.shutdown);
  });
  // Windows alone.
  const watch = (window: Electron.BrowserWindow) => {
    window.on('session-end', () => endAll(endsOfAll.session));
  };
  for (const window of BrowserWindow.getAllWindows()) watch(window);
  app.on('browser-window-created', (_, window) => watch(window));
}
