/** The part of Electron's `app` that quitting takes. */
export interface QuittingApp {
  on(event: 'will-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  /** Ends the process; no event comes before. */
  exit(code: number): void;
}

/**
 * Has the app leave in good order when it quits. Each wish to quit waits for that, also a second one: saving the VM's memory
 * takes seconds, and whoever presses the key again meanwhile is not to cut it off. `onFailure` hears why it could not.
 */
export function leaveOnQuit(
  app: QuittingApp,
  leave: () => Promise<void>,
  onFailure: (error: unknown) => void,
): void {
  let isLeaving = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (isLeaving) return;
    isLeaving = true;
    leave().then(
      () => app.exit(0),
      (error: unknown) => {
        onFailure(error);
        app.exit(1);
      },
    );
  });
}
