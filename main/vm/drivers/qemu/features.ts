import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { SlipwayError } from '../../../contract/errors.ts';
import { readJsonFile, writeFileAtomically } from '../../../util/atomic-file.ts';
import { quoteOption, switchedNetwork } from './arguments.ts';
import type { QemuProgram } from './program.ts';

const schema = z.object({
  key: z.string(),
  unixForward: z.boolean(),
  sandbox: z.boolean(),
  shares: z.boolean(),
  switched: z.boolean(),
});

/** Since when QEMU can have a vhost-user device tell its state, and so save memory with one. */
const sharesSince = 9;

/** What a QEMU can do, asked of itself and not told from its version. */
export interface QemuFeatures {
  /** Forwards a unix socket of the host to a port of the guest (`hostfwd=unix:`). */
  readonly unixForward: boolean;
  /** Confines itself by seccomp (`-sandbox on`). */
  readonly sandbox: boolean;
  /** Has the device by which folders are shared, and can save memory with it. */
  readonly shares: boolean;
  /** Connects a network card to a unix socket, and connects it again by itself (`-netdev stream`). */
  readonly switched: boolean;
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
  const probeSocket = join(scratchFolder, `probe-${process.pid}.sock`);
  // One after the other: a program of the user's own may be a script that gives each QEMU the same socket.
  const unixForward = await accepts(program, [
    '-netdev',
    `user,id=probe,hostfwd=unix:${quoteOption(probeSocket)}-:1`,
  ]);
  const sandbox = await accepts(program, ['-sandbox', 'on']);
  const shares =
    Number.parseInt(program.version, 10) >= sharesSince &&
    (await accepts(program, ['-device', 'vhost-user-fs-pci,help']));
  await rm(probeSocket, { force: true });
  // Nobody listens there any more: what it is to find out is whether QEMU knows the words.
  const switched = await accepts(program, ['-netdev', switchedNetwork('probe', probeSocket)]);
  const found: QemuFeatures = { unixForward, sandbox, shares, switched };
  await writeFileAtomically(cachePath, JSON.stringify({ key, ...found }));
  return found;
}

/** Whether QEMU starts with an option, on a machine with nothing in it, and ends when told to. */
async function accepts(program: QemuProgram, option: readonly string[]): Promise<boolean> {
  const nothing = ['-M', 'none', '-nodefaults', '-display', 'none', '-S', '-monitor', 'stdio'];
  const running = promisify(execFile)(program.command, [...program.leadingArguments, ...nothing, ...option], {
    timeout: 10_000,
  });
  running.child.stdin?.on('error', () => undefined);
  running.child.stdin?.end('quit\n');
  try {
    await running;
    return true;
  } catch (error) {
    // A refusal is an exit code. A QEMU that was too slow or was killed has said nothing, which must not be remembered.
    const { killed, signal, code } = error as { killed?: boolean; signal?: string | null; code?: unknown };
    if (!killed && !signal && typeof code === 'number') return false;
    throw probeFailure(program, error);
  }
}

function probeFailure(program: QemuProgram, cause: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'qemu-failed',
      message: `QEMU (${program.command}) did not tell what it can do: ${(cause as Error).message}.`,
      hint: 'The machine may be overloaded: start again.',
    },
    { cause },
  );
}
