import type { WebContents } from 'electron';
import { ansibleHandlers, ansibleSources } from '../ansible/handlers.ts';
import type { PlaybookRuns } from '../ansible/runs.ts';
import { composeHandlers, composeSources } from '../compose/handlers.ts';
import { assertNever } from '../contract/assert-never.ts';
import type { hostRequests } from '../contract/host.ts';
import type { Handlers } from '../contract/requests.ts';
import { windowRequests, windowStreams } from '../contract/window.ts';
import { createDispatch } from '../control/dispatch.ts';
import { buildHandlers, buildSources } from '../docker-client/builds/handlers.ts';
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
import { askEngineWanted } from './ask-engine.ts';
import { engineListHandlers } from './engine-handlers.ts';
import type { EngineSwitch } from './engine-switch.ts';
import { fileDialogs } from './file-dialogs.ts';
import type { HostLink } from './host-link.ts';
import { announceTo } from './ipc.ts';
import { offeredFiles } from './offered-files.ts';
import { shareHandlers } from './share-handlers.ts';
import type { TurningPage } from './turning-page.ts';
import type { PageConnection } from './window-app.ts';

/** What a page is connected to. */
export interface PageOptions {
  readonly paths: HomePaths;
  readonly link: HostLink;
  /** Which engine the page works on, and of how it is told. */
  readonly engineSwitch: Pick<EngineSwitch, 'present' | 'parts' | 'status' | 'follow'>;
  /** Those of Slipway's own engine, which has this computer's folders. */
  readonly playbooks: PlaybookRuns;
  readonly contents: WebContents;
  readonly page: Pick<TurningPage, 'setUnsaved' | 'mayLeave'>;
}

/**
 * Builds the way from a page into the app: the host, the engine that is worked on now, terminals and streams of its own, and the
 * app itself.
 */
export function connectPage({
  paths,
  link,
  engineSwitch,
  playbooks,
  contents,
  page,
}: PageOptions): PageConnection {
  const { engines, builds, compose } = engineSwitch.parts();
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
    {
      ...engineSources(engines, files),
      ...buildSources(builds),
      ...composeSources(compose),
      ...ansibleSources(playbooks),
    },
    (event) => announceTo(contents, event),
  );
  const ofHost = hostHandlersOf(link, engineSwitch);
  const dispatch = createDispatch(windowRequests, {
    ...ofHost,
    ...engineHandlers(engines, files),
    ...buildHandlers(builds, files),
    ...terminals.handlers,
    ...streams.handlers,
    ...fileDialogs(contents, files),
    ...shareHandlers(paths, files),
    ...engineListHandlers({
      ...{ paths, files, present: engineSwitch.present, follow: engineSwitch.follow },
      mayLeave: page.mayLeave,
      isWanted: (engine) => askEngineWanted(contents, engine),
    }),
    ...composeHandlers(compose, files),
    ...ansibleHandlers(playbooks, files),
    ...appHandlers({
      setUnsaved: page.setUnsaved,
      listPorts: async (signal) => ofHost['ports.list']({}, signal),
      listDomains: async (signal) => ofHost['domains.list']({}, signal),
    }),
  });
  const leave = () => {
    terminals.closeAll();
    streams.closeAll();
    // What a page had written is gone with it.
    page.setUnsaved(0);
  };
  return { dispatch, offer: (paths) => offeredFiles(paths, files), leave };
}

/** What the host answers, but for what it knows of Slipway's own engine alone, while the page works on another one. */
function hostHandlersOf(
  { handlers }: HostLink,
  { status }: Pick<EngineSwitch, 'status'>,
): Handlers<typeof hostRequests> {
  return {
    ...handlers,
    'status.get': async (parameters, signal) => status() ?? handlers['status.get'](parameters, signal),
    'ports.list': async (parameters, signal) =>
      status() === undefined ? handlers['ports.list'](parameters, signal) : [],
    'domains.list': async (parameters, signal) => {
      const domains = await handlers['domains.list'](parameters, signal);
      return status() === undefined ? domains : { ...domains, domains: [] };
    },
  };
}

/** The VM is not taken to be idle while somebody has a shell in it, whether a container runs or not. */
async function openHeldGuestShell(paths: HomePaths, size: TerminalSize, signal: AbortSignal): Promise<Shell> {
  const release = stayConnected(paths.dockerSocket);
  try {
    const shell = await openGuestShell(paths, size, signal);
    shell.exit.then(release, release);
    return shell;
  } catch (error) {
    release();
    throw error;
  }
}
