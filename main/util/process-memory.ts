import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Asking the system's own tool, in milliseconds. */
const askDeadlineMs = 5_000;

/**
 * Bytes of the host's memory that a process holds: on Linux its own and its share of what several use (PSS), elsewhere all
 * that is resident. Undefined when there is no such process, or the system does not tell.
 */
export async function heldBytes(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') return await proportionalBytes(pid);
    const bytes = process.platform === 'win32' ? await workingSetBytes(pid) : await residentBytes(pid);
    return bytes > 0 ? bytes : undefined;
  } catch {
    return undefined;
  }
}

async function proportionalBytes(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

async function residentBytes(pid: number): Promise<number> {
  return Number(await ask('ps', ['-o', 'rss=', '-p', String(pid)])) * 1024;
}

async function workingSetBytes(pid: number): Promise<number> {
  return Number(await ask('powershell', ['-NoProfile', '-Command', `(Get-Process -Id ${pid}).WorkingSet64`]));
}

async function ask(command: string, parameters: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, [...parameters], { timeout: askDeadlineMs });
  return stdout.trim();
}
