import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Failure } from '../contract/errors.ts';
import { isWithin } from '../contract/shares.ts';
import { bindSources } from '../docker-client/bind-sources.ts';
import type { HomePaths } from '../home/paths.ts';
import { toShare } from '../settings/shareable.ts';
import { loadShares } from '../settings/shares-store.ts';

/** Files and folders that are looked at; whoever names more has seen the first. */
const mostLooked = 16;

/**
 * What to say of folders and files that docker is told to show in a container, and that are on this computer in no share: the
 * engine takes the VM's own of that name without a word. Only what is sure; never rejects.
 */
export async function unsharedBinds(
  paths: HomePaths,
  parameters: readonly string[],
): Promise<readonly Pick<Failure, 'message' | 'hint'>[]> {
  try {
    const sources = [...new Set(bindSources(parameters).map((source) => resolve(source)))];
    if (sources.length === 0) return [];
    const shared = (await loadShares(paths)).map(({ path }) => path);
    const isShared = (path: string) => shared.some((share) => isWithin(path, share));
    const outside = sources.filter((source) => !isShared(source)).slice(0, mostLooked);
    return (await Promise.all(outside.map((source) => wordsOn(source, isShared, paths)))).flat();
  } catch {
    return [];
  }
}

async function wordsOn(
  source: string,
  isShared: (path: string) => boolean,
  paths: HomePaths,
): Promise<readonly Pick<Failure, 'message' | 'hint'>[]> {
  try {
    const real = await realpath(source);
    const found = await stat(real);
    // A socket or a device is the VM's own by intent.
    if (!found.isDirectory() && !found.isFile()) return [];
    const message = `${source} is not shared with containers: they see what the VM has under that path, an empty folder as a rule.`;
    if (isShared(real)) return [{ message, hint: `Use the path without links, which is shared: ${real}` }];
    const folder = found.isDirectory() ? real : dirname(real);
    // What cannot be shared, as /proc, is the VM's own by intent, too.
    const { path } = await toShare(folder, false, paths);
    const how = `\`slipway share add ${path}\`, then \`slipway restart\``;
    return [{ message, hint: real === source ? how : `${how}, and use the path without links: ${real}` }];
  } catch {
    return [];
  }
}
