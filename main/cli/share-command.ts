import type { Share, ShareState } from '../contract/shares.ts';
import type { Status } from '../contract/status.ts';
import { connectControl } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import { addShare, loadShares, removeShare } from '../settings/shares-store.ts';
import { plain, problemLines } from '../util/failure-lines.ts';
import { formatTable } from './format-table.ts';
import { print, remark } from './print.ts';

/** `slipway share list`: with what the VM that runs has of it, if one does. Wakes none. */
export async function list(paths: HomePaths, json: boolean): Promise<void> {
  const { shares } = await lookUp(paths);
  print(...(json ? [JSON.stringify(shares, undefined, 2)] : formatShares(shares)));
}

/** `slipway share add PATH`. */
export async function add(paths: HomePaths, path: string, readOnly: boolean, json: boolean): Promise<void> {
  const share = await addShare(paths, path, readOnly);
  const how = readOnly ? 'Containers can read' : 'Containers can read and write';
  print(json ? JSON.stringify(share, undefined, 2) : `${how} ${plain(share.path)} under that path.`);
  await remarkOnVm(paths, share, true);
}

/** `slipway share rm PATH`. */
export async function remove(paths: HomePaths, path: string, json: boolean): Promise<void> {
  const share = await removeShare(paths, path);
  print(json ? JSON.stringify(share, undefined, 2) : `${plain(share.path)} is no longer shared.`);
  await remarkOnVm(paths, share, false);
}

/** The shares as a table for people. */
export function formatShares(shares: readonly ShareState[]): readonly string[] {
  if (shares.length === 0) return ['No folder is shared.'];
  const rows = shares.map((share) => [
    share.readOnly ? 'read only' : 'read, write',
    stateOf(share),
    plain(share.path),
  ]);
  // What all of them are for want of is said once.
  const problems = new Map(
    shares.flatMap(({ problem }) => (problem === null ? [] : [[problem.message, problem]])),
  );
  return [
    ...formatTable([['ACCESS', 'STATE', 'FOLDER'], ...rows]),
    ...[...problems.values()].flatMap(problemLines),
  ];
}

function stateOf({ isShown, isWanted, problem }: ShareState): string {
  if (problem !== null) return 'not shown';
  if (!isShown) return 'with the next start';
  return isWanted ? 'shown' : 'until the next start';
}

/** What a change means for a VM that is there; undefined when it means nothing. */
export function wordsOnVm(
  { path, readOnly }: Share,
  isAdded: boolean,
  status: Pick<Status, 'state'> | undefined,
  shown: readonly Share[],
): string | undefined {
  if (status === undefined || status.state === 'stopped' || status.state === 'failed') return undefined;
  const present = shown.find((share) => share.path === path);
  if (isAdded ? present?.readOnly === readOnly : present === undefined && status.state !== 'sleeping')
    return undefined;
  if (status.state === 'sleeping')
    return 'The VM sleeps with the folders that it had: the next start boots it, and ends its containers as a power cut does. `slipway restart` ends them in good order.';
  return isAdded
    ? 'It takes effect with the next start: `slipway restart`.'
    : 'The VM that runs sees it until the next start: `slipway restart`.';
}

async function remarkOnVm(paths: HomePaths, share: Share, isAdded: boolean): Promise<void> {
  const { status, shares } = await lookUp(paths).catch(() => ({ status: undefined, shares: [] }));
  const shown = [...shares.filter(({ isShown }) => isShown)];
  const words = wordsOnVm(share, isAdded, status, shown);
  if (words !== undefined) remark(words);
}

async function lookUp(
  paths: HomePaths,
): Promise<{ readonly status: Status | undefined; readonly shares: readonly ShareState[] }> {
  const client = await connectControl(paths);
  try {
    if (client !== undefined)
      return { status: await client.call('status.get', {}), shares: await client.call('shares.list', {}) };
  } finally {
    client?.close();
  }
  const shares = await loadShares(paths);
  return {
    status: undefined,
    shares: shares.map((share) => ({ ...share, isShown: false, isWanted: true, problem: null })),
  };
}
