import { readdir, readFile } from 'node:fs/promises';

/**
 * Processes that name something in the folder on their command line, or have it, or a folder in it, as their SLIPWAY_HOME; Linux only.
 * @param {string} home a home, or what a user's home is in
 * @returns {Promise<readonly { readonly pid: number, readonly command: string }[]>}
 */
export async function processesOf(home) {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [command, environment] = await Promise.all(
        ['cmdline', 'environ'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')),
      );
      const own = environment?.split('\0').find((entry) => entry.startsWith('SLIPWAY_HOME='));
      const theirs = command?.includes(`${home}/`) || `${own}/`.startsWith(`SLIPWAY_HOME=${home}/`);
      return theirs ? { pid: Number(pid), command: command?.replaceAll('\0', ' ') ?? '' } : undefined;
    }),
  );
  return found.filter((one) => one !== undefined);
}
