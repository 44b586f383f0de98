import { toFailure } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';
import { connectControl } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import { statusFromDisk } from './disk-status.ts';
import { formatStatus } from './format-status.ts';
import { askStatus } from './host-connection.ts';
import { print } from './print.ts';

/** `slipway status`: whatever the state is, having told it is success. */
export async function printStatus(paths: HomePaths, json: boolean): Promise<void> {
  const status = await currentStatus(paths);
  print(...(json ? [JSON.stringify(status, undefined, 2)] : formatStatus(status, Date.now())));
}

/** The status from the host; from the files when none answers. */
export async function currentStatus(paths: HomePaths): Promise<Status> {
  const client = await connectControl(paths.controlSocket);
  if (client === undefined) return statusFromDisk(paths);
  try {
    return await askStatus(client);
  } catch (error) {
    const status = await statusFromDisk(paths);
    // It may just have left, in which case the files tell all.
    return status.host === null ? status : { ...status, problems: [toFailure(error)] };
  } finally {
    client.close();
  }
}
