import { readdir, readFile } from 'node:fs/promises';

/**
 * Processes that name the home on their command line or have it as their SLIPWAY_HOME; Linux only.
 * @param {string} home
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
      const theirs =
        command?.includes(`${home}/`) || environment?.split('\0').includes(`SLIPWAY_HOME=${home}`);
      return theirs ? { pid: Number(pid), command: command?.replaceAll('\0', ' ') ?? '' } : undefined;
    }),
  );
  return found.filter((one) => one !== undefined);
}
