import type { DiskChange, DiskUsage } from '../contract/disk.ts';
import { formatSize } from '../contract/format.ts';
import { settingDefinitions } from '../contract/settings.ts';
import { type ControlClient, connectControl } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import { usageOfFiles } from '../host/disk-care.ts';
import { plain } from '../util/failure-lines.ts';
import { formatTable } from './format-table.ts';
import { connectOrSpawn } from './host-connection.ts';
import { print, remark } from './print.ts';
import { startProgress } from './start-progress.ts';
import { UsageError } from './usage-error.ts';

/** `slipway disk usage`: from the host; from the files alone when there is none. */
export async function printUsage(paths: HomePaths, json: boolean): Promise<void> {
  const client = await connectControl(paths);
  let usage: DiskUsage;
  try {
    usage = client === undefined ? await usageOfFiles(paths) : await client.call('disk.usage', {});
  } finally {
    client?.close();
  }
  print(...(json ? [JSON.stringify(usage, undefined, 2)] : formatUsage(usage)));
}

/** The usage as a table for people. */
export function formatUsage({ file, fileSystem, ...others }: DiskUsage): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['Data disk', `takes ${formatSize(file.usedBytes)}, may grow to ${formatSize(file.lengthBytes)}`],
    ...(fileSystem === null
      ? []
      : [
          [
            '  inside',
            `${formatSize(fileSystem.usedBytes)} used, ${formatSize(fileSystem.freeBytes)} free`,
          ] as const,
        ]),
    ['Sleep', formatSize(others.sleepBytes)],
    ['Template', formatSize(others.templateBytes)],
    ['Snapshots', formatSize(others.snapshotsBytes)],
    ...(others.nodesBytes === 0 ? [] : [['Further VMs', formatSize(others.nodesBytes)] as const]),
    ['Logs', formatSize(others.logsBytes)],
    ['File', plain(file.path)],
  ];
  return formatTable(rows);
}

/** `slipway disk compact`: resolves when the blocks that nothing uses have gone back. */
export async function compact(paths: HomePaths, json: boolean): Promise<void> {
  const change = await atHost(paths, 'Trimming', (client) => client.call('disk.compact', {}));
  const { before, after } = change;
  const freed = Math.max(0, before.usedBytes - after.usedBytes);
  print(
    json
      ? JSON.stringify(change, undefined, 2)
      : `${formatSize(freed)} given back: the data disk took ${formatSize(before.usedBytes)} and takes ${formatSize(after.usedBytes)}.`,
  );
}

/** `slipway disk resize SIZE`: resolves when the disk, and the file system of one that is in use, is that large. */
export async function resize(paths: HomePaths, size: string, json: boolean): Promise<void> {
  const gib = parseSize(size);
  const change = await atHost(paths, 'Resizing', (client) => client.call('disk.resize', { gib }));
  const { before, after } = change;
  if (json) return print(JSON.stringify(change, undefined, 2));
  print(
    after.lengthBytes === 0
      ? `The data disk, once it is made, will be ${gib} GiB large.`
      : `The data disk was ${formatGib(before.lengthBytes)} large and is ${formatGib(after.lengthBytes)} large. It takes ${formatSize(after.usedBytes)}.`,
  );
}

/** A size such as `128`, `128G`, `128GiB` or `1T`, in GiB. Throws a {@link UsageError}. */
export function parseSize(text: string): number {
  const [, digits, unit = 'g'] = /^(\d{1,6})\s*(?:([gt])(?:i?b)?)?$/i.exec(text) ?? [];
  const gib = Number(digits) * (unit.toLowerCase() === 't' ? 1024 : 1);
  const { schema, allowed } = settingDefinitions['vm.diskGiB'];
  if (schema.safeParse(gib).success) return gib;
  throw new UsageError(
    `A data disk cannot be made "${text}" large.`,
    `Give its size in GiB, ${allowed}, or in TiB with a T: slipway disk resize 128`,
  );
}

function formatGib(bytes: number): string {
  return `${Number((bytes / 1024 ** 3).toFixed(1))} GiB`;
}

/** Asks a host, starting one when there is none. Says what is being done, and how a wake that it takes goes. */
async function atHost(
  paths: HomePaths,
  doing: string,
  ask: (client: ControlClient) => Promise<DiskChange>,
): Promise<DiskChange> {
  const client = await connectOrSpawn(paths);
  const progress = startProgress(process.stderr);
  try {
    const { state } = await client.call('status.get', {});
    if (state === 'sleeping') client.on('status', (status) => progress.show(status));
    remark(`${doing} the data disk ...`);
    return await ask(client);
  } finally {
    progress.end();
    client.close();
  }
}
