import { resolve } from 'node:path';
import { z } from 'zod';
import { SlipwayError } from '../contract/errors.ts';
import { isWithin, type Share } from '../contract/shares.ts';
import { refusalText } from '../contract/system-errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';
import { writeFailureCode } from '../util/file-errors.ts';
import { isThere } from '../util/is-there.ts';
import { whileFileLocked } from './file-lock.ts';
import { defaultShare, toShare, whyNotUnderOwnPath } from './shareable.ts';

const schema = z.object({
  shares: z.array(z.object({ path: z.string().startsWith('/'), readOnly: z.boolean() })),
});

/**
 * What is shared, sorted by path: what the user has said, or the user's home when nothing was. A file that cannot be
 * understood shares nothing: more than was meant is never shared. Throws `settings-invalid` then.
 */
export async function loadShares(paths: HomePaths): Promise<readonly Share[]> {
  const stored = await readJsonFile(paths.shares).catch((error: unknown) => {
    throw damaged(paths, refusalText(error), error);
  });
  if (stored === undefined && !(await isThere(paths.shares))) {
    const home = await defaultShare(paths);
    return home === undefined ? [] : [home];
  }
  const parsed = schema.safeParse(stored);
  if (!parsed.success) throw damaged(paths, 'it cannot be understood', parsed.error);
  for (const { path } of parsed.data.shares) {
    const why = whyNotUnderOwnPath(path);
    if (why !== null) throw damaged(paths, why.message.replace(/\.$/, ''), undefined);
  }
  return sorted(parsed.data.shares);
}

/**
 * Shares a folder; one that is shared already is shared in the way that is asked for now. Throws what {@link toShare}
 * throws, and `invalid-argument` for a folder within or around another share.
 */
export async function addShare(paths: HomePaths, path: string, readOnly: boolean): Promise<Share> {
  const share = await toShare(path, readOnly, paths);
  await change(paths, (shares) => {
    const others = shares.filter((other) => other.path !== share.path);
    for (const other of others) refuseOverlap(share, other);
    return [...others, share];
  });
  return share;
}

/** Lets containers write to a folder that is shared, or no longer. Throws `not-found`. */
export async function changeShare(paths: HomePaths, path: string, readOnly: boolean): Promise<Share> {
  await change(paths, (shares) => {
    if (!shares.some((share) => share.path === path)) throw notShared(path);
    return shares.map((share) => (share.path === path ? { path, readOnly } : share));
  });
  return { path, readOnly };
}

/** Shares a folder no longer. Throws `not-found`. */
export async function removeShare(paths: HomePaths, path: string): Promise<Share> {
  const given = resolve(path);
  // One that is gone has no links to follow.
  const real = await toShare(path, false, paths).then(
    (share) => share.path,
    () => given,
  );
  let removed: Share | undefined;
  await change(paths, (shares) => {
    removed = shares.find((share) => share.path === given || share.path === real);
    if (removed === undefined) throw notShared(given);
    return shares.filter((share) => share !== removed);
  });
  return removed ?? { path: given, readOnly: false };
}

async function change(paths: HomePaths, edit: (shares: readonly Share[]) => readonly Share[]): Promise<void> {
  await prepareHome(paths);
  await whileFileLocked(paths.shares, async () => {
    const shares = sorted(edit(await loadShares(paths)));
    await writeFileAtomically(paths.shares, `${JSON.stringify({ shares }, undefined, 2)}\n`).catch(
      (error: unknown) => {
        throw new SlipwayError(
          {
            code: writeFailureCode(error),
            message: `The list of shares in ${paths.shares} cannot be written: ${refusalText(error)}.`,
            hint: 'Free space or mend the permissions of that folder; the old list still holds.',
          },
          { cause: error },
        );
      },
    );
  });
}

function refuseOverlap(share: Share, other: Share): void {
  if (isWithin(share.path, other.path))
    throw new SlipwayError({
      code: 'invalid-argument',
      message: `${share.path} lies in a folder that is shared already: ${other.path}.`,
      hint: `Use it as it is, or share only parts of the other: \`slipway share rm ${other.path}\` first.`,
    });
  if (isWithin(other.path, share.path))
    throw new SlipwayError({
      code: 'invalid-argument',
      message: `${share.path} contains a folder that is shared already: ${other.path}.`,
      hint: `\`slipway share rm ${other.path}\` first.`,
    });
}

function sorted(shares: readonly Share[]): readonly Share[] {
  return [...shares].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function notShared(path: string): SlipwayError {
  return new SlipwayError({
    code: 'not-found',
    message: `${path} is not shared.`,
    hint: '`slipway share list` prints what is.',
  });
}

function damaged(paths: HomePaths, why: string, cause: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'settings-invalid',
      message: `The list of shares in ${paths.shares} cannot be used: ${why}. Nothing is shared.`,
      hint: 'Mend or remove that file: without it your home is shared.',
    },
    { cause },
  );
}
