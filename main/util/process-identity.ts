import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process that can be told from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in whatever form the system gives; compared, never read. */
  readonly started: string;
}

/** The identity of a living process; undefined when there is none with that number. Rejects when the system does not tell. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const started = process.platform === 'linux' ? await startedOnLinux(pid) : await startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

/**
 * Whether that very process still lives; a later one that got its number does not count. One of which the system does not
 * tell (no descriptor is free to look with, say) counts as living: whoever took it for dead would take its place.
 */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  try {
    return (await identifyProcess(identity.pid))?.started === identity.started;
  } catch {
    return true;
  }
}

/** Sends a signal to that very process; false when it is gone. Never hits a process that reused its number. */
export async function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await isAlive(identity))) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

async function startedOnLinux(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces and brackets: count from the last bracket. Field 3 is the state,
    // field 22 the start in clock ticks since boot (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()}:${fields[19]}`;
  } catch (error) {
    // ESRCH: it ended between the opening and the reading.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

async function startedByPs(pid: number): Promise<string | undefined> {
  const [command, parameters] =
    process.platform === 'win32'
      ? ['powershell', ['-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`]]
      : ['ps', ['-o', 'lstart=', '-p', String(pid)]];
  try {
    const { stdout } = await promisify(execFile)(command as string, parameters as string[], {
      timeout: 10_000,
    });
    return stdout.trim() || undefined;
  } catch (error) {
    // An exit code says that there is none; a program that could not be run, or was too slow, says nothing.
    if (typeof (error as { code?: unknown }).code === 'number') return undefined;
    throw error;
  }
}
