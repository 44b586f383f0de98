import { formatDuration } from '../contract/duration.ts';
import { formatAge, formatSize } from '../contract/format.ts';
import { progressWords, reasonWords, restoreWarning } from '../contract/snapshot-words.ts';
import { type Snapshots, snapshotName } from '../contract/snapshots.ts';
import type { ControlClient } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import { describeSnapshots, findSnapshot } from '../snapshots/snapshot-store.ts';
import { askFirst } from './ask-first.ts';
import { formatTable } from './format-table.ts';
import { connectOrSpawn } from './host-connection.ts';
import { print, remark } from './print.ts';
import { UsageError } from './usage-error.ts';

/** `slipway snapshot list`: from the files alone. */
export async function list(paths: HomePaths, json: boolean): Promise<void> {
  const found = await describeSnapshots(paths);
  if (json) print(JSON.stringify(found, undefined, 2));
  else print(...table(found, Date.now()));
}

/** `slipway snapshot create NAME`. */
export async function create(paths: HomePaths, name: string): Promise<void> {
  checkName(name);
  const before = Date.now();
  const made = await withProgress(paths, (client) => client.call('snapshots.create', { name }));
  const what = made.memory ? 'disk and memory' : 'the disk';
  print(`Kept ${what} as ${name} (${formatSize(made.bytes)}) in ${formatDuration(Date.now() - before)}.`);
}

/** `slipway snapshot restore NAME`. Asks first, unless told not to. */
export async function restore(paths: HomePaths, name: string, yes: boolean): Promise<void> {
  checkName(name);
  const { createdAt } = await findSnapshot(paths, name);
  const { present } = await describeSnapshots(paths);
  if (!yes) {
    await askFirst({
      what: 'restore a snapshot',
      warning: [restoreWarning(createdAt, present, Date.now())],
      question: `Restore ${name}?`,
      command: `slipway snapshot restore ${name} --yes`,
    });
  }
  const before = Date.now();
  const restored = await withProgress(paths, (client) => client.call('snapshots.restore', { name }));
  const { status, memory, back } = restored;
  const asleep = status.state === 'sleeping' ? ': `slipway start` goes on from there' : '';
  print(
    `Restored ${name} in ${formatDuration(Date.now() - before)}. The engine is ${status.state}${asleep}.`,
  );
  if (memory.kind === 'unfit') {
    remark(`  note: The memory in it cannot be used: ${memory.why}. The disk alone was restored.`);
  }
  if (back !== null) print(`  to return: slipway snapshot restore ${back}`);
}

/** `slipway snapshot delete NAME`. */
export async function remove(paths: HomePaths, name: string): Promise<void> {
  checkName(name);
  await findSnapshot(paths, name);
  await withProgress(paths, (client) => client.call('snapshots.delete', { name }));
  print(`Removed ${name}.`);
}

function checkName(name: string): void {
  const parsed = snapshotName.safeParse(name);
  if (parsed.success) return;
  throw new UsageError(
    `"${name}" is no name for a snapshot: ${parsed.error.issues[0]?.message ?? ''}.`,
    'For example: `slipway snapshot create before-migration`.',
  );
}

function table({ snapshots, present }: Snapshots, now: number): readonly string[] {
  if (snapshots.length === 0) {
    return ['There are no snapshots. `slipway snapshot create NAME` keeps the present state.'];
  }
  const rows = snapshots.map(({ name, createdAt, bytes, memory, reason }) => {
    const what = [memory ? 'disk and memory' : 'disk', reasonWords[reason]].filter((word) => word !== '');
    return [name, formatSize(bytes), formatAge(createdAt, now), what.join(', ')];
  });
  const changed = present.changedAt === null ? 'nothing' : formatAge(present.changedAt, now);
  return formatTable([...rows, ['present', formatSize(present.bytes), changed]], [1]);
}

/** Shows how far the host is. Ctrl-C gives up what can be given up, and waits until that is so. */
async function withProgress<T>(paths: HomePaths, ask: (client: ControlClient) => Promise<T>): Promise<T> {
  const client = await connectOrSpawn(paths);
  const { isTTY } = process.stderr;
  const clear = () => isTTY && process.stderr.write('\r\u001B[2K');
  client.on('snapshots', ({ progress }) => {
    clear();
    if (isTTY && progress !== null) process.stderr.write(`  ${progressWords(progress)}`);
  });
  const giveUp = () => void client.call('snapshots.cancel', {}).catch(() => undefined);
  process.on('SIGINT', giveUp);
  try {
    return await ask(client);
  } finally {
    process.off('SIGINT', giveUp);
    clear();
    client.close();
  }
}
