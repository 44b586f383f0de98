import { toFailure } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';
import { connectControl } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import { homeStatusFromDisk } from '../host/nodes/stopped-nodes.ts';
import { delay } from '../util/wait.ts';
import { formatStatus } from './format-status.ts';
import { print } from './print.ts';

/** On its way in or out a host holds the home and does not listen: it is looked for again so long, in milliseconds. */
const betweenMs = 1_500;

/** `slipway status`: whatever the state is, having told it is success. */
export async function printStatus(paths: HomePaths, json: boolean): Promise<void> {
  const status = await currentStatus(paths);
  print(...(json ? [JSON.stringify(status, undefined, 2)] : formatStatus(status, Date.now())));
}

/** The status from the host; from the files when none answers. */
export async function currentStatus(paths: HomePaths): Promise<Status> {
  const giveUpAt = Date.now() + betweenMs;
  for (;;) {
    const { status, isCertain } = await look(paths);
    if (isCertain || Date.now() >= giveUpAt) return status;
    await delay(100);
  }
}

/** Certain: a host has answered, or there is none. */
async function look(paths: HomePaths): Promise<{ readonly status: Status; readonly isCertain: boolean }> {
  const client = await connectControl(paths);
  if (client === undefined) {
    const status = await homeStatusFromDisk(paths);
    return { status, isCertain: status.host === null };
  }
  try {
    return { status: await client.call('status.get', {}), isCertain: true };
  } catch (error) {
    const status = await homeStatusFromDisk(paths);
    // It may just have left, in which case the files tell all.
    if (status.host === null) return { status, isCertain: true };
    return { status: { ...status, problems: [toFailure(error)] }, isCertain: false };
  } finally {
    client.close();
  }
}
