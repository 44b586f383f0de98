import type { WebContents } from 'electron';
import type { WindowEvent } from '../contract/window.ts';

/** What it needs of a page. */
type Loading = Pick<WebContents, 'on' | 'isDestroyed'>;

/**
 * Tells a page events that must not be lost: those that come before it has loaded, when it does not listen yet, are kept until
 * then. To be called before the page is loaded.
 */
export function tellOnceLoaded(
  contents: Loading,
  tell: (event: WindowEvent) => void,
): (event: WindowEvent) => void {
  let isLoaded = false;
  let kept: WindowEvent[] = [];
  contents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) isLoaded = false;
  });
  contents.on('did-finish-load', () => {
    isLoaded = true;
    for (const event of kept) tell(event);
    kept = [];
  });
  return (event) => {
    if (contents.isDestroyed()) return;
    if (isLoaded) tell(event);
    else kept.push(event);
  };
}
