import type { WebContents } from 'electron';
import { windowRequests } from '../contract/window.ts';
import { createDispatch, type Dispatch } from '../control/dispatch.ts';
import { engineAt } from '../engine/connection.ts';
import { openContainerShell } from '../engine/exec.ts';
import { engineHandlers } from '../engine/handlers.ts';
import type { HomePaths } from '../home/paths.ts';
import { openGuestShell } from '../terminal/guest-shell.ts';
import { createTerminals } from '../terminal/terminals.ts';
import { appHandlers } from './app-handlers.ts';
import type { HostLink } from './host-link.ts';
import { announceTo } from './ipc.ts';

/** Builds the way from a page into the app: the host, the engine, terminals of its own, and the app itself. */
export function connectPage(
  paths: HomePaths,
  link: HostLink,
  contents: WebContents,
): { readonly dispatch: Dispatch; readonly leave: () => void } {
  const engine = engineAt(paths.dockerSocket);
  const terminals = createTerminals(
    (target, size, signal) =>
      target.kind === 'guest'
        ? openGuestShell(paths, size, signal)
        : openContainerShell(engine, target.id, size, signal),
    (event) => announceTo(contents, event),
  );
  const dispatch = createDispatch(windowRequests, {
    ...link.handlers,
    ...engineHandlers(engine),
    ...terminals.handlers,
    ...appHandlers,
  });
  return { dispatch, leave: terminals.closeAll };
}
