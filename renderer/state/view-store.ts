import { create } from 'zustand';
import type { AppEvents } from '../../main/contract/window.ts';
import { listen } from '../bridge.ts';
import { isRunning, useStatus } from './status-store.ts';

/** A view of the window. */
export type View = AppEvents['app.show']['view'];

/** The view on the screen. */
export const useView = create<{ readonly view: View }>(() => ({ view: 'engine' }));

let chosen = false;

/** Goes to a view. */
export function show(view: View): void {
  chosen = true;
  useView.setState({ view });
}

/** Goes from the start view to the containers once the engine runs, unless the user has chosen a view. Call once. */
export function followView(): void {
  listen('app.show', ({ view }) => show(view));
  const stop = useStatus.subscribe((store) => {
    if (!isRunning(store)) return;
    stop();
    if (!chosen) useView.setState({ view: 'containers' });
  });
}
