import { identifyProcess, isAlive } from '../../main/util/process-identity.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';

/** SIGKILL; resolves when that process is gone. Throws when there is none. */
export async function killProcess(pid: number): Promise<void> {
  const identity = await identifyProcess(pid);
  if (identity === undefined) throw new Error(`there is no process ${pid}`);
  process.kill(pid, 'SIGKILL');
  await poll(10, abortAfter(30_000), async () => ((await isAlive(identity)) ? undefined : true));
}
