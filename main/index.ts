// The app with a window: builds the parts and wires them. `main/host/headless.ts` is its counterpart without one.
import { app, nativeTheme } from 'electron';
import { performPlaybooks } from './ansible/perform.ts';
import { createPlaybookRuns } from './ansible/runs.ts';
import { type Failure, toFailure } from './contract/errors.ts';
import { ownEngine } from './contract/own-engine.ts';
import { loadEngines } from './endpoints/engines-store.ts';
import { keepHistory } from './engine/stats/keep-history.ts';
import { findTroubles } from './engine/troubles.ts';
import { defaultHome, type HomePaths, homePaths } from './home/paths.ts';
import type { Host } from './host/host.ts';
import { endOnUnforeseen } from './host/unforeseen.ts';
import { createLogger } from './logging/logger.ts';
import { loadSettings } from './settings/settings-store.ts';
import { watchSettings } from './settings/watch-settings.ts';
import { type AppTray, createTray } from './tray/tray.ts';
import { never, withDeadline } from './util/wait.ts';
import { askUnsaved } from './window/ask-unsaved.ts';
import { attachHost } from './window/attach-host.ts';
import { connectPage } from './window/connect-page.ts';
import { showNotification } from './window/desktop-notification.ts';
import { endWithSystem } from './window/end-with-system.ts';
import { workOnEngine } from './window/engine-handlers.ts';
import { createEngineParts, type EngineParts } from './window/engine-parts.ts';
import { createEngineSwitch } from './window/engine-switch.ts';
import { followAppearance } from './window/follow-appearance.ts';
import { createHostLink } from './window/host-link.ts';
import { leaveHome } from './window/leave-home.ts';
import { leaveOnQuit } from './window/leave-on-quit.ts';
import { setApplicationMenu } from './window/menu.ts';
import { notifyTroubles } from './window/notify-troubles.ts';
import { tellUser, tellUserAside } from './window/tell-user.ts';
import { type TurningPage, turningPage } from './window/turning-page.ts';
import { createWindowApp } from './window/window-app.ts';

const paths = homePaths(defaultHome());
const logger = createLogger(paths.supervisorLog).with({ host: 'window', pid: process.pid });
let tray: AppTray | undefined;
/** Leaves the home; there is nothing to leave until it is entered. */
let leave = async (_isEmergency: boolean): Promise<void> => undefined;

endOnUnforeseen({ logger, leave: () => leave(true), tell: tellUser, exit: (code) => app.exit(code) });

/** What Ansible is in the midst of ends with the task that it is at, in milliseconds. */
const playbookDeadlineMs = 15_000;

const playbooksNotOver = {
  message: 'Work on a playbook did not come to its end in time.',
  hint: 'Its containers are as they were left.',
};

/** The parts of an engine; pages hear of the one that they work on. */
const createParts = (engine: HomePaths) => {
  const isShown = () => engineSwitch.parts() === parts;
  const parts: EngineParts = createEngineParts({
    paths: engine,
    tenancy: engine === paths ? 'alone' : 'shared',
    onChange(topics) {
      if (isShown()) windowApp.announce({ name: 'engine.changed', payload: { topics } });
    },
    onEvent(event) {
      if (isShown()) lookForTrouble(event);
    },
    warn: (message) => logger.warn(message),
  });
  return parts;
};

const own = createParts(paths);
let page: TurningPage | undefined;
const engineSwitch = createEngineSwitch({
  ...{ paths, own, createParts, warn: (message: string) => logger.warn(message) },
  mayTurn: () => page?.mayLeave(),
  onStatus: (status) => windowApp.announce({ name: 'status', payload: status }),
  onTurned() {
    page?.turn();
    windowApp.reload();
  },
});

const link = createHostLink((event) => {
  const isOfOther = event.name === 'status' && engineSwitch.status() !== undefined;
  if (!isOfOther) windowApp.announce(event);
  if (event.name !== 'status') return;
  own.setRunning(event.payload.state === 'running');
  tray?.setStatus(event.payload);
});
const playbooks = createPlaybookRuns(
  performPlaybooks({
    ...{ paths, engine: own.engines.acting },
    readShares: (signal) => link.handlers['shares.list']({}, signal),
  }),
  Date.now,
);
const windowApp = createWindowApp({
  mainFolder: import.meta.dirname,
  dataFolder: paths.window,
  connect(contents) {
    const build = (turning: Pick<TurningPage, 'setUnsaved' | 'mayLeave'>) =>
      connectPage({ paths, link, engineSwitch, playbooks, contents, page: turning });
    page = turningPage(build, askUnsaved(contents));
    return page;
  },
});
const tellTrouble = notifyTroubles({
  show: showNotification,
  isWanted: async () => (await loadSettings(paths))['app.notifications'],
  open: (id) => windowApp.showWith({ name: 'app.showContainer', payload: { id } }),
  openEvents: () => windowApp.showWith({ name: 'app.showEvents', payload: {} }),
});

const lookForTrouble = findTroubles((trouble) => void tellTrouble(trouble));

if (app.requestSingleInstanceLock()) run();
else app.quit();

/** Makes an engine of the tray's the chosen one; the window turns to it, or its user is told why not. */
async function turnToEngine(name: string): Promise<void> {
  try {
    const { present, follow } = engineSwitch;
    await workOnEngine({ paths, present, follow, mayLeave: () => page?.mayLeave() }, name);
  } catch (error) {
    tellUserAside(toFailure(error));
  }
  await showEngines();
}

/** The engines in the tray: docker's contexts are asked for where somebody looks. */
async function showEngines(): Promise<void> {
  const { engines } = await loadEngines(paths).catch(() => ({ engines: [] }));
  const present = engineSwitch.present().name;
  tray?.setEngines([...new Set([ownEngine, ...engines.map(({ name }) => name), present])], present);
}

/** Turns the window to the engine that was chosen, by whoever; not over changes that are not saved. Answers why it did not. */
async function followEngine(): Promise<Failure | undefined> {
  try {
    await engineSwitch.follow();
    return undefined;
  } catch (error) {
    const failure = toFailure(error);
    const message = `The window stays on the engine ${engineSwitch.present().name}: ${failure.message}`;
    logger.warn(message);
    return { ...failure, message };
  } finally {
    await showEngines();
  }
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
  const unwatchEngines = watchSettings({ home: paths.home, settings: paths.engines }, () => {
    windowApp.announce({ name: 'engines.changed', payload: {} });
    void followEngine();
  });
  const history = keepHistory({
    ...{ stats: own.engines.stats, path: paths.usageHistory, now: Date.now },
    warn: (message) => logger.warn(message),
  });
  let left: Promise<void> | undefined;
  const leaveBy = (way: (own: Host | undefined) => Promise<void> | undefined) => {
    left ??= (async () => {
      unwatchSettings();
      unwatchEngines();
      // Playbooks are interrupted as by Ctrl-C while there is an engine for them.
      const interrupted = withDeadline(playbookDeadlineMs, never, playbooksNotOver, () =>
        playbooks.close(),
      ).catch((error: unknown) => logger.warn(toFailure(error).message));
      await Promise.all([own.close(), interrupted, history.close(), engineSwitch.close()]);
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
  void Promise.all([app.whenReady(), look(), followEngine()]).then(([, , notFollowed]) => {
    setApplicationMenu({
      show: (view) => windowApp.announce({ name: 'app.show', payload: { view } }),
      openPalette: () => windowApp.announce({ name: 'app.palette', payload: {} }),
    });
    endWithSystem({ paths, own: attachment.own, leave: () => leaveBy((own) => own?.leave()), logger });
    windowApp.show();
    // `slipway docker` refuses to work then; the window does, on another engine than its user expects.
    if (notFollowed !== undefined) tellUserAside(notFollowed);
    tray = createTray({
      show: windowApp.show,
      start: () => ask('vm.start'),
      sleep: () => ask('vm.sleep'),
      stop: () => ask('vm.stop'),
      use: (name) => void turnToEngine(name),
      quit: () => app.quit(),
    });
    void showEngines();
  });
}
