import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { HomePaths } from '../../main/home/paths.ts';
import { processesOf } from './home-processes.mjs';

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
