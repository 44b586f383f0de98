import { rm } from 'node:fs/promises';
import { formatDuration } from '../contract/duration.ts';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { formatSize } from '../contract/format.ts';
import { type LockHolder, readLock, takeLock } from '../home/lock.ts';
import { findOpenWindow } from '../home/open-window.ts';
import type { HomePaths } from '../home/paths.ts';
import { statusFromDisk } from '../host/disk-status.ts';
import { enterHome } from '../host/enter-home.ts';
import { readNodeRecords } from '../host/nodes/node-records.ts';
import { doFurtherVmsRun } from '../host/nodes/stopped-nodes.ts';
import { createLogger } from '../logging/logger.ts';
import { listSettings } from '../settings/settings-store.ts';
import { resetHome } from '../snapshots/reset.ts';
import { listSnapshots } from '../snapshots/snapshot-store.ts';
import { plain } from '../util/failure-lines.ts';
import { isThere } from '../util/is-there.ts';
import { signalProcess } from '../util/process-identity.ts';
import { usedBytes } from '../util/used-bytes.ts';
import { poll, withDeadline } from '../util/wait.ts';
import { askFirst } from './ask-first.ts';
import { connectOrSpawn } from './host-connection.ts';
import { print, remark } from './print.ts';
import { startProgress } from './start-progress.ts';

/** A host that has nothing left to do leaves within this many milliseconds. */
const leaveDeadlineMs = 15_000;

/** How a reset is asked for. */
export interface ResetChoice {
  readonly keepData: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

/** `slipway reset`. Says what will be lost and asks, unless told not to; resolves when the instance is new. */
export async function reset(paths: HomePaths, { keepData, yes, json }: ResetChoice): Promise<void> {
  await refuseBesideWindow(paths);
  if (!yes) {
    await askFirst({
      what: 'reset this instance',
      warning: await resetWarning(paths, keepData),
      question: 'Reset it?',
      command: `slipway reset${keepData ? ' --keep-data' : ''} --yes`,
    });
  }
  const before = Date.now();
  await putDown(paths, keepData);
  const back = await whileHeld(paths, async () => {
    const name = await resetHome(paths, { keepData, now: Date.now });
    // Not a part of what a host brings to its end: that host may be a window, which works in this folder.
    await rm(paths.window, { recursive: true, force: true }).catch(() => undefined);
    return name;
  });
  const backBytes = (await listSnapshots(paths)).find(({ name }) => name === back)?.bytes ?? 0;
  const said = keepData
    ? 'The instance was reset; its images, containers and volumes were kept'
    : 'The instance was reset';
  createLogger(paths.supervisorLog).info(back === null ? said : `${said}; ${back} leads back`);
  if (json) return print(JSON.stringify({ keptData: keepData, back, backBytes }, undefined, 2));
  print(`${said}. It took ${formatDuration(Date.now() - before)}.`, `  kept: ${kept}`);
  if (back === null) return;
  print(
    `  to return: slipway snapshot restore ${back}`,
    `  to free its ${formatSize(backBytes)}: slipway snapshot delete ${back}`,
  );
}

/** What somebody who resets an instance is to know before: what becomes of what, with sizes. */
export async function resetWarning(paths: HomePaths, keepData: boolean): Promise<readonly string[]> {
  const [data, memory, template, logs, logins, settings, hasAuthority] = await Promise.all([
    usedBytes(paths.dataDisk),
    usedBytes(paths.asleep.memory),
    usedBytes(paths.template.memory),
    usedBytes(paths.logs),
    usedBytes(paths.dockerConfig),
    listSettings(paths),
    isThere(paths.authorityCertificate),
  ]);
  const { records, unreadable } = await readNodeRecords(paths);
  const nodes = [...records.map(({ name }) => name), ...unreadable];
  const changed = settings.filter((setting) => setting.value !== setting.default).map(({ key }) => key);
  const back = 'becomes a snapshot to go back to';
  const sized = (name: string, bytes: number, text: string) =>
    bytes === 0 ? [] : [[name, `${formatSize(bytes)} ${text}`] as const];
  const rows: readonly (readonly [string, string])[] = [
    ...sized('Data disk', data, `of images, containers and volumes: ${keepData ? 'stays' : back}`),
    ...sized(
      'Saved memory',
      memory,
      `of a VM that sleeps: ${keepData ? 'is lost; its containers are stopped in good order' : back}`,
    ),
    ['Settings', changed.length === 0 ? 'none is changed' : `are lost: ${changed.join(', ')}`],
    ...sized('Logins', logins, 'of `slipway docker` and its configuration: are lost'),
    ...sized('Template', template, 'of memory to start from: is lost; the next start makes another'),
    ...sized('Logs', logs, 'are lost'),
    ...(nodes.length === 0 || keepData ? [] : [['Further VMs', `are deleted: ${nodes.join(', ')}`] as const]),
    ['Keys', 'between host and VM: are lost, and made anew'],
    ...(hasAuthority ? [['Authority', authorityIsLost] as const] : []),
    ['Window', 'what it remembers of use, builds, Compose files and its place: is lost'],
    ['Stay', kept],
  ];
  return [
    `This makes the instance in ${plain(paths.home)} new:`,
    ...rows.map(([name, text]) => `  ${name.padEnd(13)} ${text}.`),
  ];
}

/** Ends the VM so that nothing is lost, and the process that supervises it. */
async function putDown(paths: HomePaths, keepData: boolean): Promise<void> {
  const { vm, host, state } = await statusFromDisk(paths);
  const mustWake = keepData && state === 'sleeping';
  const mustEnd = vm !== null || host !== null || (await doFurtherVmsRun(paths));
  if (mustEnd || mustWake) await endMachine(paths, keepData);
  const holder = await readLock(paths.lock);
  if (holder === undefined) return;
  if (holder.kind === 'window') throw windowIsOpen(holder.pid);
  // One that has nothing to do leaves by itself, and one that listens for a VM that sleeps leaves that asleep.
  await signalProcess(holder, 'SIGTERM');
  await withDeadline(leaveDeadlineMs, new AbortController().signal, notLeft, (signal) =>
    poll(20, signal, async () => ((await readLock(paths.lock)) === undefined ? true : undefined)),
  );
}

/** Memory goes with the disk that it belongs to: the way back leads to running containers. Without, they end in good order. */
async function endMachine(paths: HomePaths, keepData: boolean): Promise<void> {
  const client = await connectOrSpawn(paths);
  const progress = startProgress(process.stderr);
  try {
    client.on('status', (status) => progress.show({ ...status, boot: null, accelerators: [] }));
    const { state, vm } = await client.call('status.get', {});
    const isDown = state === 'stopped' || (state === 'failed' && vm === null);
    if (isDown && !(await doFurtherVmsRun(paths))) return;
    if (!keepData && !isDown) {
      const asleep = await client.call('vm.sleep', {}).then(
        () => true,
        (error: unknown) => {
          const { code, message } = toFailure(error);
          if (code === 'host-unresponsive') throw error;
          remark(`  note: ${plain(message)} The VM is stopped in its place.`);
          return false;
        },
      );
      if (asleep) return;
    }
    await client.call('vm.stop', {});
  } catch (error) {
    // A host leaves once the VM is gone, which may be before its answer.
    const left = await statusFromDisk(paths);
    if (left.vm !== null) throw error;
  } finally {
    progress.end();
    client.close();
  }
}

async function whileHeld<T>(paths: HomePaths, work: () => Promise<T>): Promise<T> {
  await enterHome(paths);
  const lock = await takeLock(paths.lock, 'headless');
  if (!('release' in lock)) throw lock.kind === 'window' ? windowIsOpen(lock.pid) : taken(lock);
  try {
    const { vm } = await statusFromDisk(paths);
    if (vm !== null || (await doFurtherVmsRun(paths))) throw taken(lock.holder);
    return await work();
  } finally {
    await lock.release();
  }
}

async function refuseBesideWindow(paths: HomePaths): Promise<void> {
  const holder = await readLock(paths.lock);
  if (holder?.kind === 'window') throw windowIsOpen(holder.pid);
  // One beside another host would become the host once that has left.
  const pid = await findOpenWindow(paths);
  if (pid !== undefined) throw windowIsOpen(pid);
}

function windowIsOpen(pid: number): SlipwayError {
  return new SlipwayError({
    code: 'busy',
    message: `The instance was not reset: Slipway's window (process ${pid}) works with it.`,
    hint: 'Quit Slipway there, and try again.',
  });
}

function taken({ pid }: LockHolder): SlipwayError {
  return new SlipwayError({
    code: 'busy',
    message: `The instance was not reset: it was started again meanwhile (process ${pid}).`,
    hint: 'Leave it alone for the time that this takes, and try again.',
  });
}

const authorityIsLost =
  'of `slipway domains`: is lost with its certificate; where that is trusted, run `slipway domains untrust` before';

/** What its user has said of things that are not the instance's. */
const kept = 'shared folders, added engines and the chosen one, the list of Compose projects, and snapshots';

const notLeft = {
  message: 'The instance was not reset: the process that supervises the VM does not end.',
  hint: 'See `slipway logs`, and try again.',
} as const;
