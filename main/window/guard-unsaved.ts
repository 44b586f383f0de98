/** The part of Electron's window that this takes. */
export interface GuardedWindow {
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown;
  close(): void;
}

/** How the user is asked, and what else a close may be a part of. */
export interface GuardOptions {
  /** Asks whether the changes of so many files are to be lost. Must not block: the VM may be supervised by this process. */
  readonly ask: (files: number) => Promise<boolean>;
  /** Whether the window closes because the app quits, which a close that is put off ends. */
  readonly isQuitting: () => boolean;
  readonly quit: () => void;
}

/**
 * Has a window ask before it is closed over changes that are not saved. An end that the system decides on is not put off: it does
 * not close windows first. The answer is told how many files have such changes.
 */
export function guardUnsaved(window: GuardedWindow, options: GuardOptions): (files: number) => void {
  let unsaved = 0;
  let isAsked = false;
  window.on('close', (event) => {
    if (unsaved === 0) return;
    event.preventDefault();
    if (isAsked) return;
    isAsked = true;
    void options
      .ask(unsaved)
      .catch(() => false)
      .then((isLost) => {
        isAsked = false;
        if (!isLost) return;
        unsaved = 0;
        if (options.isQuitting()) options.quit();
        else window.close();
      });
  });
  return (files) => {
    unsaved = files;
  };
}
