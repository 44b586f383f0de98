// The app with a window: builds the parts and wires them. `main/host/headless.ts` is its counterpart without one.
import { join } from 'node:path';
import { app, nativeTheme } from 'electron';
import { loadAssets } from './assets.ts';
import { createComposeJobs } from './compose/jobs.ts';
import { performProjectTask } from './compose/run-compose.ts';
import { toFailure } from './contract/errors.ts';
import { boundedClient } from './docker-client/bounded-client.ts';
import { createBuildParts } from './docker-client/builds/create-builds.ts';
import { registryAuth } from './docker-client/registry-auth.ts';
import { loadArchive, readOwnImages } from './engine/bundled-images.ts';
import { readComposeLabels } from './engine/compose-labels.ts';
import { engineAt } from './engine/connection.ts';
import { createDebugShells } from './engine/debug-shell.ts';
import { createEventLog } from './engine/event-log.ts';
import { engineEvents, watchEngine } from './engine/events.ts';
import { createHelpers, helperStarter } from './engine/files/helpers.ts';
import { sweepHelpers } from './engine/files/sweep-helpers.ts';
import { recreateEngine } from './engine/recreate/recreate-engine.ts';
import { createRecreations } from './engine/recreate/recreations.ts';
import { loadImageUse } from './engine/retention/image-uses.ts';
import { collectStats, statsEngine } from './engine/stats/collector.ts';
import { keepHistory } from './engine/stats/keep-history.ts';
import { performAt } from './engine/transfers/perform.ts';
import type { RegistryAuth } from './engine/transfers/registry-transfer.ts';
import { createTransfers } from './engine/transfers/transfers.ts';
import { findTroubles } from './engine/troubles.ts';
import { defaultHome, homePaths } from './home/paths.ts';
import type { Host } from './host/host.ts';
import { endOnUnforeseen } from './host/unforeseen.ts';
import { createLogger } from './logging/logger.ts';
import { loadSettings } from './settings/settings-store.ts';
import { watchSettings } from './settings/watch-settings.ts';
import { type AppTray, createTray } from './tray/tray.ts';
import { withDeadline } from './util/wait.ts';
import { attachHost } from './window/attach-host.ts';
import { connectPage } from './window/connect-page.ts';
import { showNotification } from './window/desktop-notification.ts';
import { endWithSystem } from './window/end-with-system.ts';
import { followAppearance } from './window/follow-appearance.ts';
import { createHostLink } from './window/host-link.ts';
import { leaveHome } from './window/leave-home.ts';
import { leaveOnQuit } from './window/leave-on-quit.ts';
import { setApplicationMenu } from './window/menu.ts';
import { notifyTroubles } from './window/notify-troubles.ts';
import { tellUser } from './window/tell-user.ts';
import { createWindowApp } from './window/window-app.ts';

const paths = homePaths(defaultHome());
const logger = createLogger(paths.supervisorLog).with({ host: 'window', pid: process.pid });
let tray: AppTray | undefined;
/** Leaves the home; there is nothing to leave until it is entered. */
let leave = async (_isEmergency: boolean): Promise<void> => undefined;

endOnUnforeseen({ logger, leave: () => leave(true), tell: tellUser, exit: (code) => app.exit(code) });

const reading = engineAt(paths.ownSocket);
const acting = engineAt(paths.dockerSocket);
const logIn: RegistryAuth = (image, signal) => registryAuth(paths.dockerConfig, image, signal);
/** Going back takes the stop of one container and the start of another, in milliseconds; a quit does not wait for more. */
const exchangeDeadlineMs = 30_000;

/** What Compose is in the midst of ends with the step that it is at, in milliseconds. */
const composeDeadlineMs = 15_000;

const composeNotOver = {
  message: 'Work on a Compose project did not come to its end in time.',
  hint: 'Its containers are as they were left.',
};

const exchangeNotOver = {
  message: 'A container that was being made anew could not be brought back in time.',
  hint: 'Its page offers the way back.',
};

const engines = {
  reading,
  acting,
  recreations: createRecreations(recreateEngine(acting)),
  stats: collectStats(statsEngine(reading)),
  debug: createDebugShells(reading, loadTools),
  events: createEventLog(),
  transfers: createTransfers(performAt(acting, logIn)),
  registryAuth: logIn,
  imageUse: () => loadImageUse(paths.imageUse, Date.now()),
  ownImages: () => readOwnImages(paths.bundledImages),
  helpers: createHelpers(helperStarter(acting)),
  runClient: boundedClient(paths),
};
const compose = {
  paths,
  jobs: createComposeJobs(performProjectTask(paths), Date.now),
  readLabels: (project: string, signal: AbortSignal) => readComposeLabels(reading, project, signal),
};
const builds = createBuildParts(paths, (message) => logger.warn(message));
const sweep = sweepHelpers(reading, [engines.debug.helpers]);

const link = createHostLink((event) => {
  windowApp.announce(event);
  if (event.name !== 'status') return;
  const isRunning = event.payload.state === 'running';
  engineWatch.setRunning(isRunning);
  engines.stats.setRunning(isRunning);
  sweep(isRunning);
  tray?.setStatus(event.payload);
});
const windowApp = createWindowApp({
  mainFolder: import.meta.dirname,
  dataFolder: join(paths.home, 'window'),
  connect: (contents) => connectPage(paths, link, engines, builds, compose, contents),
});
const engineWatch = watchEngine(
  engineEvents(reading),
  (topics) => windowApp.announce({ name: 'engine.changed', payload: { topics } }),
  (message) => {
    const event = engines.events.add(message);
    if (event !== undefined) lookForTrouble(event);
  },
);
const tellTrouble = notifyTroubles({
  show: showNotification,
  isWanted: async () => (await loadSettings(paths))['app.notifications'],
  open: (id) => windowApp.showWith({ name: 'app.showContainer', payload: { id } }),
  openEvents: () => windowApp.showWith({ name: 'app.showEvents', payload: {} }),
});

const lookForTrouble = findTroubles((trouble) => void tellTrouble(trouble));

if (app.requestSingleInstanceLock()) run();
else app.quit();

/** The images that come with Slipway, for an engine whose user has removed the one that is needed. */
async function loadTools(signal: AbortSignal): Promise<void> {
  const { bundledImages } = await loadAssets();
  if (bundledImages !== undefined) await loadArchive(paths.ownSocket, bundledImages.file, signal);
}

function run(): void {
  const attachment = attachHost(paths, link, logger);
  const look = followAppearance({
    read: async () => (await loadSettings(paths))['app.appearance'],
    theme: nativeTheme,
  });
  const unwatchSettings = watchSettings(paths, () => {
    void look();
    windowApp.announce({ name: 'settings.changed', payload: {} });
  });
  const history = keepHistory({
    ...{ stats: engines.stats, path: paths.usageHistory, now: Date.now },
    warn: (message) => logger.warn(message),
  });
  let left: Promise<void> | undefined;
  const leaveBy = (way: (own: Host | undefined) => Promise<void> | undefined) => {
    left ??= (async () => {
      engineWatch.close();
      unwatchSettings();
      engines.stats.close();
      const written = history.close();
      engines.transfers.close();
      const unbuilt = builds.builds.close();
      engines.helpers.close();
      // Containers that are being exchanged get their place again while there is an engine to give it to them.
      await withDeadline(exchangeDeadlineMs, new AbortController().signal, exchangeNotOver, () =>
        engines.recreations.close(),
      ).catch((error: unknown) => logger.warn(toFailure(error).message));
      await Promise.all([written, unbuilt]);
      // Compose is interrupted as by Ctrl-C while there is an engine for it.
      await withDeadline(composeDeadlineMs, new AbortController().signal, composeNotOver, () =>
        compose.jobs.close(),
      ).catch((error: unknown) => logger.warn(toFailure(error).message));
      await attachment.stop();
      await way(attachment.own());
    })();
    return left;
  };
  leave = (isEmergency) => leaveBy((own) => leaveHome({ paths, link, own, isEmergency, logger }));
  const ask = (name: 'vm.start' | 'vm.sleep' | 'vm.stop') => {
    // What comes of it shows in the status.
    link.handlers[name]({}, new AbortController().signal).catch(() => undefined);
  };

  app.on('second-instance', () => windowApp.show());
  app.on('activate', () => windowApp.show());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  leaveOnQuit(
    app,
    () => leave(false),
    (error) => {
      logger.error('The home could not be left in good order', { error });
      tellUser(toFailure(error));
    },
  );

  // What is drawn first is drawn in its colours.
  void Promise.all([app.whenReady(), look()]).then(() => {
    setApplicationMenu({
      show: (view) => windowApp.announce({ name: 'app.show', payload: { view } }),
      openPalette: () => windowApp.announce({ name: 'app.palette', payload: {} }),
    });
    endWithSystem({ paths, own: attachment.own, leave: () => leaveBy((own) => own?.leave()), logger });
    windowApp.show();
    tray = createTray({
      show: windowApp.show,
      start: () => ask('vm.start'),
      sleep: () => ask('vm.sleep'),
      stop: () => ask('vm.stop'),
      quit: () => app.quit(),
    });
  });
}
