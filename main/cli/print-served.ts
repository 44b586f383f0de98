import type { Status } from '../contract/status.ts';
import { type ControlClient, connectControl } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import { problemLines } from '../util/failure-lines.ts';
import { print, remark } from './print.ts';
import { currentStatus } from './status-command.ts';
import { whyUnserved } from './why-unserved.ts';

/** Something that a host does for this computer, and that nobody does without one. */
export interface Served<T> {
  readonly ask: (client: ControlClient) => Promise<T>;
  /** What there is of it without a host. */
  readonly withoutHost: () => Promise<T>;
  readonly isNowhere: (found: T) => boolean;
  /** What is said of that; why comes after it. */
  readonly nowhere: string;
  /** The document for `--json`. */
  readonly document: (found: T) => unknown;
  readonly format: (found: T) => readonly string[];
}

/** Prints what is served, or why nothing is: in JSON beside the document. Wakes no VM. Answers the status that it went by. */
export async function printServed<T>(paths: HomePaths, json: boolean, served: Served<T>): Promise<Status> {
  const { found, status } = await lookUp(paths, served);
  const why = served.isNowhere(found) ? whyUnserved(status) : undefined;
  const unserved =
    why === undefined ? [] : problemLines({ ...why, message: `${served.nowhere} ${why.message}` });
  if (json) {
    print(JSON.stringify(served.document(found), undefined, 2));
    remark(...unserved);
  } else print(...(why === undefined ? served.format(found) : unserved));
  return status;
}

async function lookUp<T>(
  paths: HomePaths,
  { ask, withoutHost }: Served<T>,
): Promise<{ readonly found: T; readonly status: Status }> {
  const client = await connectControl(paths);
  if (client === undefined) return { found: await withoutHost(), status: await currentStatus(paths) };
  try {
    return { found: await ask(client), status: await client.call('status.get', {}) };
  } finally {
    client.close();
  }
}
