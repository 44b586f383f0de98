import { readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readLock } from './lock.ts';
import { defaultHome, homePaths } from './paths.ts';

/**
 * The home of which a process is the host; undefined when it is none, and where the system does not tell. A lock that names the
 * process says so: neither its name nor its arguments are believed. Never rejects. `processes`: for specs.
 */
export async function supervisedHome(pid: number, processes = '/proc'): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  for (const home of await likelyHomes(join(processes, String(pid)))) {
    const { lock } = homePaths(home);
    // Whatever has that name there: reading a pipe would wait for ever.
    const isFile = await stat(lock).then(
      (found) => found.isFile(),
      () => false,
    );
    const holder = isFile ? await readLock(lock).catch(() => undefined) : undefined;
    if (holder?.pid === pid) return home;
  }
  return undefined;
}

/** A host without a window works in its home, and every one has it in its environment, unless it is the usual one. */
async function likelyHomes(facts: string): Promise<readonly string[]> {
  const [folder, environment] = await Promise.all([
    readlink(join(facts, 'cwd')).catch(() => undefined),
    readFile(join(facts, 'environ'), 'utf8').catch(() => ''),
  ]);
  const set = environment
    .split('\0')
    .find((entry) => entry.startsWith('SLIPWAY_HOME='))
    ?.slice('SLIPWAY_HOME='.length);
  const homes = [folder, set?.startsWith('/') ? set : undefined, defaultHome({})];
  return [...new Set(homes.filter((home) => home !== undefined))];
}
