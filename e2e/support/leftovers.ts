import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { HomePaths } from '../../main/home/paths.ts';

/** Milliseconds that a process may take to be gone after whoever waited for it was told so. */
const graceMs = 3_000;

/** What is left of an instance that was stopped, in words; living processes are killed by their number. */
export async function killLeftovers(instance: { readonly paths: HomePaths }): Promise<readonly string[]> {
  const { home, dockerSocket, controlSocket, ownSocket, qmpSocket, engineForward, sshForward } =
    instance.paths;
  const deadline = Date.now() + graceMs;
  let processes = await processesOf(home);
  while (processes.length > 0 && Date.now() < deadline) {
    await delay(100);
    processes = await processesOf(home);
  }
  for (const { pid } of processes) process.kill(pid, 'SIGKILL');
  const sockets = [dockerSocket, controlSocket, ownSocket, qmpSocket, engineForward, sshForward];
  const listening = await Promise.all(
    sockets.map(async (path) => ((await listens(path)) ? path : undefined)),
  );
  return [
    ...processes.map(({ pid, command }) => `process ${pid} was left: ${command}`),
    ...listening.filter((path) => path !== undefined).map((path) => `somebody listens at ${path}`),
  ];
}

/** Processes that name the home on their command line or have it as their SLIPWAY_HOME; Linux only. */
export async function processesOf(
  home: string,
): Promise<readonly { readonly pid: number; readonly command: string }[]> {
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

function listens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
