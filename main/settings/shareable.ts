import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type Failure, SlipwayError } from '../contract/errors.ts';
import { isWithin, type Share } from '../contract/shares.ts';
import { fileRefusal } from '../contract/system-errors.ts';
import { defaultHome, type HomePaths } from '../home/paths.ts';
import { isMissing } from '../util/file-errors.ts';

/** What the guest itself lives in: a share there would hide it. */
const guestsOwn = [
  ...['/bin', '/boot', '/data', '/dev', '/etc', '/lib', '/lib64', '/proc', '/sbin', '/sys'],
  ...['/usr/bin', '/usr/lib', '/usr/lib64', '/usr/libexec', '/usr/sbin', '/usr/share'],
  ...['/run/containerd', '/run/docker', '/run/log', '/run/seed', '/run/slipway'],
  ...['/var/lib/containerd', '/var/lib/docker'],
];

/** Folders of Slipway's on this machine that no guest may see: this instance's, and the default one's. Without links. */
export async function hiddenFolders(paths: Pick<HomePaths, 'home'>): Promise<readonly string[]> {
  const homes = [paths.home, defaultHome({})];
  const real = await Promise.all(homes.map((home) => realpath(home).catch(() => undefined)));
  return [...new Set(real.filter((home) => home !== undefined))];
}

/**
 * The share that a path names, its links followed. Throws `invalid-argument` for one that cannot be shown under its own
 * path, and `file-unusable` for what is no folder that this user can enter.
 */
export async function toShare(
  path: string,
  readOnly: boolean,
  paths: Pick<HomePaths, 'home'>,
): Promise<Share> {
  const given = resolve(path);
  const real = await realpath(given).catch((error: unknown) => {
    // Nothing is made here, which is what the usual words also tell of.
    const why = isMissing(error) ? 'there is no such folder' : fileRefusal(error)?.reason;
    throw unusable(given, why ?? (error as Error).message, error);
  });
  if (!(await stat(real)).isDirectory()) throw unusable(given, 'it is no folder');
  const why = whyNotUnderOwnPath(real) ?? (await whyHidden(real, paths));
  if (why !== null) throw new SlipwayError(why);
  return { path: real, readOnly };
}

/** Why a folder cannot be shown under its own path; null when it can. */
export function whyNotUnderOwnPath(path: string): Failure | null {
  // Lines and the console are what the guest is told paths by.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path))
    return refused(path, 'has a control character in its name', 'Rename it, or share a folder above it.');
  const isOwn = path === '/tmp' || guestsOwn.some((own) => isWithin(path, own) || isWithin(own, path));
  return isOwn
    ? refused(path, 'would hide what the VM itself lives in', 'Share the folder within it that you need.')
    : null;
}

async function whyHidden(path: string, paths: Pick<HomePaths, 'home'>): Promise<Failure | null> {
  const hidden = (await hiddenFolders(paths)).find((folder) => isWithin(path, folder));
  return hidden === undefined
    ? null
    : refused(path, 'belongs to Slipway: its keys and disks lie there', 'Share another folder.');
}

/** The user's home, which is shared unless the user says otherwise; undefined where that is no folder that can be shared. */
export async function defaultShare(paths: Pick<HomePaths, 'home'>): Promise<Share | undefined> {
  return toShare(homedir(), false, paths).catch(() => undefined);
}

function refused(path: string, why: string, hint: string): Failure {
  return { code: 'invalid-argument', message: `${path} cannot be shared: it ${why}.`, hint };
}

function unusable(path: string, why: string, cause?: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'file-unusable',
      message: `${path} cannot be shared: ${why}.`,
      hint: 'Name a folder that is there and that you may enter.',
    },
    { cause },
  );
}
