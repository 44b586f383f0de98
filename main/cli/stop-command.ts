import { formatDuration } from '../contract/duration.ts';
import { SlipwayError } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';
import { type ControlClient, connectControl } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import { forgetFailure, statusFromDisk } from '../host/disk-status.ts';
import { doFurtherVmsRun } from '../host/nodes/stopped-nodes.ts';
import { plain } from '../util/failure-lines.ts';
import { delay } from '../util/wait.ts';
import { connectOrSpawn } from './host-connection.ts';
import { onInterrupt } from './on-interrupt.ts';
import { print, remark } from './print.ts';
import { startProgress } from './start-progress.ts';

/** Milliseconds that a host without a window may take to leave after the VM has stopped. */
const leaveDeadlineMs = 10_000;

/** `slipway stop`: resolves when no process of the VM is left. Stopped already is as good. */
export async function stop(paths: HomePaths): Promise<void> {
  const before = Date.now();
  const client = await connectControl(paths);
  if (client === undefined) {
    const status = await statusFromDisk(paths);
    const isLeft = await doFurtherVmsRun(paths);
    if (status.vm === null && status.host === null && status.state !== 'sleeping' && !isLeft) {
      await forgetFailure(paths);
      print('The engine is stopped already.');
      return;
    }
  }
  // A VM without a host is taken over, so that it is put down in good order like any other.
  const status = await ask(paths, client ?? (await connectOrSpawn(paths)));
  if (status === undefined) {
    print('The engine is stopped already.');
    return;
  }
  print(`Stopped in ${formatDuration(Date.now() - before)}.`);
  for (const problem of status.problems.filter(({ code }) => code !== 'accelerator-failed'))
    remark(`  note: ${plain(problem.message)} ${plain(problem.hint)}`);
}

/** Asks the host to stop; undefined when the VM was stopped before. */
async function ask(paths: HomePaths, client: ControlClient): Promise<Status | undefined> {
  const progress = startProgress(process.stderr);
  let leave: () => void = () => undefined;
  let found: Status | undefined;
  try {
    found = await client.call('status.get', {});
    const show = (status: Status) => progress.show({ ...status, boot: null, accelerators: [] });
    show(found);
    client.on('status', show);
    leave = onInterrupt('The stop goes on in the background: `slipway status` shows it.');
    const status = await client.call('vm.stop', {});
    if (found.state === 'stopped') return undefined;
    if (status.host?.kind === 'headless') await untilLeft(client);
    return status;
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'host-unresponsive') throw error;
    // A host leaves once the VM is gone, which may be before its answer: what it left behind tells.
    const left = await untilFree(paths);
    if (left.host !== null || left.vm !== null) throw error;
    return found === undefined || found.state === 'stopped' ? undefined : left;
  } finally {
    leave();
    progress.end();
    client.close();
  }
}

/** "Stopped" means that nothing is left: the next start finds no host that is on its way out. */
async function untilLeft(client: ControlClient): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, leaveDeadlineMs);
  });
  await Promise.race([client.closed, deadline]);
  clearTimeout(timer);
}

/** What the files tell once the host has given the home back, or does not for too long. */
async function untilFree(paths: HomePaths): Promise<Status> {
  const deadline = Date.now() + leaveDeadlineMs;
  for (;;) {
    const status = await statusFromDisk(paths);
    if (status.host === null || Date.now() > deadline) return status;
    await delay(100);
  }
}
