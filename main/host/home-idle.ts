import { countRunningContainers } from '../engine/probe.ts';
import type { HomePaths } from '../home/paths.ts';
import type { Log } from '../logging/logger.ts';
import { loadSettings } from '../settings/settings-store.ts';
import { abortAfter } from '../util/wait.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { type IdleSleep, watchIdle } from './idle-sleep.ts';

/** Counting containers is quick, on an emulated processor too. In milliseconds. */
const containersDeadlineMs = 15_000;

/** What the VM of a home is put to sleep by when nobody uses it. */
export interface HomeIdleOptions {
  readonly paths: HomePaths;
  readonly supervisor: Pick<Supervisor, 'sleep'>;
  /** How many containers run in further VMs, which sleep with this one. */
  readonly containersBeside: (signal: AbortSignal) => Promise<number>;
  /** Whether the VM is being worked on, as by a snapshot. */
  readonly isBusy: () => boolean;
  readonly log: Log;
}

/** Puts the VM of a home to sleep by the home's settings, and by what its engine says of containers. */
export function watchHomeIdle({
  paths,
  supervisor,
  containersBeside,
  isBusy,
  log,
}: HomeIdleOptions): IdleSleep {
  return watchIdle({
    async settings() {
      const settings = await loadSettings(paths);
      return {
        afterMinutes: settings['vm.sleepAfterMinutes'],
        withContainers: settings['vm.sleepWithContainers'],
      };
    },
    isBusy,
    async runningContainers() {
      const signal = abortAfter(containersDeadlineMs);
      const [own, beside] = await Promise.all([
        countRunningContainers(paths.ownSocket, signal),
        containersBeside(signal),
      ]);
      return own + beside;
    },
    sleep: () => supervisor.sleep(),
    now: () => performance.now(),
    log,
  });
}
