import type { WebContents } from 'electron';
import { type ComposeParts, composeHandlers, composeSources } from '../compose/handlers.ts';
import { assertNever } from '../contract/assert-never.ts';
import { windowRequests, windowStreams } from '../contract/window.ts';
import { createDispatch } from '../control/dispatch.ts';
import { type BuildParts, buildHandlers, buildSources } from '../docker-client/builds/handlers.ts';
import type { Engines } from '../engine/engines.ts';
import { openContainerShell } from '../engine/exec.ts';
import { engineHandlers, engineSources } from '../engine/handlers.ts';
import { stayConnected } from '../engine/stay-connected.ts';
import type { HomePaths } from '../home/paths.ts';
import { createPageStreams } from '../streams/page-streams.ts';
import { openGuestShell } from '../terminal/guest-shell.ts';
import { createTerminals } from '../terminal/terminals.ts';
import { createChosenFiles } from '../util/chosen-files.ts';
import type { Shell, TerminalSize } from '../util/shell.ts';
import { appHandlers } from './app-handlers.ts';
import { askUnsaved } from './ask-unsaved.ts';
import { fileDialogs } from './file-dialogs.ts';
import type { HostLink } from './host-link.ts';
import { announceTo } from './ipc.ts';
import { offeredFiles } from './offered-files.ts';
import { shareHandlers } from './share-handlers.ts';
import type { PageConnection } from './window-app.ts';

/** Builds the way from a page into the app: the host, the engine, terminals and streams of its own, and the app itself. */
export function connectPage(
  paths: HomePaths,
  link: HostLink,
  engines: Engines,
  builds: BuildParts,
  compose: ComposeParts,
  contents: WebContents,
): PageConnection {
  const files = createChosenFiles();
  const terminals = createTerminals(
    (target, size, signal) => {
      switch (target.kind) {
        case 'guest':
          return openHeldGuestShell(paths, size, signal);
        // A container that runs keeps the VM awake, unless its user has said otherwise.
        case 'container':
          return openContainerShell(engines.reading, target.id, size, signal, target);
        case 'debug':
          return engines.debug.open(target.id, size, signal);
        default:
          return assertNever(target);
      }
    },
    (event) => announceTo(contents, event),
  );
  const streams = createPageStreams(
    windowStreams,
    { ...engineSources(engines, files), ...buildSources(builds), ...composeSources(compose) },
    (event) => announceTo(contents, event),
  );
  const setUnsaved = askUnsaved(contents);
  const dispatch = createDispatch(windowRequests, {
    ...link.handlers,
    ...engineHandlers(engines, files),
    ...buildHandlers(builds, files),
    ...terminals.handlers,
    ...streams.handlers,
    ...fileDialogs(contents, files),
    ...shareHandlers(paths, files),
    ...composeHandlers(compose, files),
    ...appHandlers({
      setUnsaved,
      listPorts: async (signal) => link.handlers['ports.list']({}, signal),
      listDomains: async (signal) => link.handlers['domains.list']({}, signal),
    }),
  });
  const leave = () => {
    terminals.closeAll();
    streams.closeAll();
    // What a page had written is gone with it.
    setUnsaved(0);
  };
  return { dispatch, offer: (paths) => offeredFiles(paths, files), leave };
}

/** The VM is not taken to be idle while somebody has a shell in it, whether a container runs or not. */
async function openHeldGuestShell(paths: HomePaths, size: TerminalSize, signal: AbortSignal): Promise<Shell> {
  const shell = await openGuestShell(paths, size, signal);
  const release = stayConnected(paths.dockerSocket);
  shell.exit.then(release, release);
  return shell;
}
