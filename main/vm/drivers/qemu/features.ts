import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { readJsonFile, writeFileAtomically } from '../../../util/atomic-file.ts';
import type { QemuProgram } from './program.ts';

const schema = z.object({ key: z.string(), unixForward: z.boolean(), sandbox: z.boolean() });

/** What a QEMU can do, asked of itself and not told from its version. */
export interface QemuFeatures {
  /** Forwards a unix socket of the host to a port of the guest (`hostfwd=unix:`). */
  readonly unixForward: boolean;
  /** Confines itself by seccomp (`-sandbox on`). */
  readonly sandbox: boolean;
}

/** Asks QEMU once for each program and version; the answer is kept at `cachePath`. */
export async function probeFeatures(
  program: QemuProgram,
  cachePath: string,
  scratchFolder: string,
): Promise<QemuFeatures> {
  const key = [program.version, program.command, ...program.leadingArguments].join(' ');
  const known = schema.safeParse(await readJsonFile(cachePath));
  if (known.success && known.data.key === key) return known.data;
  const [unixForward, sandbox] = await Promise.all([
    accepts(program, scratchFolder, ['-netdev', `user,id=probe,hostfwd=unix:probe-${process.pid}.sock-:1`]),
    accepts(program, scratchFolder, ['-sandbox', 'on']),
  ]);
  await writeFileAtomically(cachePath, JSON.stringify({ key, unixForward, sandbox }));
  return { unixForward, sandbox };
}

/** Whether QEMU starts with an option, on a machine with nothing in it, and ends when told to. */
async function accepts(program: QemuProgram, folder: string, option: readonly string[]): Promise<boolean> {
  const nothing = ['-M', 'none', '-nodefaults', '-display', 'none', '-S', '-monitor', 'stdio'];
  const running = promisify(execFile)(program.command, [...program.leadingArguments, ...nothing, ...option], {
    cwd: folder,
    timeout: 10_000,
  });
  running.child.stdin?.on('error', () => undefined);
  running.child.stdin?.end('quit\n');
  try {
    await running;
    return true;
  } catch {
    return false;
  } finally {
    await removeProbeSockets(folder);
  }
}

async function removeProbeSockets(folder: string): Promise<void> {
  const { rm } = await import('node:fs/promises');
  for (const name of await readdir(folder)) {
    if (name.startsWith(`probe-${process.pid}.sock`)) await rm(`${folder}/${name}`, { force: true });
  }
}
