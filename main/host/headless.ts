import { loadAssets } from '../assets.ts';
import { toFailure } from '../contract/errors.ts';
import { defaultHome, homePaths } from '../home/paths.ts';
import { createLogger } from '../logging/logger.ts';
import { loadSettings } from '../settings/settings-store.ts';
import { failureLines } from '../util/failure-lines.ts';
import { enterHome } from './enter-home.ts';
import { openHost } from './host.ts';
import { endBySystem, endSignals, isEndedToo } from './system-end.ts';
import { endOnUnforeseen } from './unforeseen.ts';

/** A host that has nothing to do stays this long, for whoever is just connecting. In milliseconds. */
const lingerMs = 300;

/** A host that nobody asks for anything leaves after this many milliseconds. */
const unwantedMs = 30_000;

/** Supervises the VM without a window, until the VM has stopped or has failed for good. Exit code 1: could not begin. */
async function main(): Promise<void> {
  const paths = homePaths(defaultHome());
  await enterHome(paths);
  const logger = createLogger(paths.supervisorLog).with({ host: 'headless', pid: process.pid });
  endOnUnforeseen({
    logger,
    // The VM goes on for the next host, which whoever needs one starts: a successor of our own might end like us.
    leave: async () => undefined,
    exit: (code) => process.exit(code),
  });
  const assets = await loadAssets();
  const opened = await openHost({
    paths,
    kind: 'headless',
    assets,
    logger,
  });
  if (!('leave' in opened)) {
    // Another host won the race: whoever started this one talks to that one.
    logger.info(`Process ${opened.pid} is already the host`);
    return;
  }
  const host = opened;
  logger.info('The host has begun');

  const leaveUnlessBusy = () => (host.busy() ? look() : void leave());
  const leave = async () => {
    await host.leave();
    logger.info('The host has left');
    process.exit(0);
  };
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    const { state } = host.status();
    clearTimeout(timer);
    timer = undefined;
    if (state === 'stopped' || state === 'failed') {
      timer = setTimeout(leaveUnlessBusy, started ? lingerMs : unwantedMs);
    } else {
      started = true;
    }
  };
  let started = host.status().state !== 'stopped';
  host.on('status', look);
  look();

  // The machine shuts down, a session ends, or somebody ends us by name.
  const end = endBySystem({
    host: () => host,
    onClose: async () => (await loadSettings(paths))['app.onClose'],
    endsAll: async () => isEndedToo(host.status().vm),
    leave: host.leave,
    logger,
    exit: (code) => process.exit(code),
  });
  for (const signal of endSignals) process.on(signal, end);
}

main().catch((error: unknown) => {
  process.stderr.write(`${failureLines(toFailure(error)).join('\n')}\n`);
  process.exit(1);
});
