import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { SlipwayError } from '../../../contract/errors.ts';
import { blockSignals } from '../../../util/block-signals.ts';
import { inheritNothing } from '../../../util/inherit-nothing.ts';
import {
  identifyProcess,
  isAlive,
  type ProcessIdentity,
  signalProcess,
} from '../../../util/process-identity.ts';
import { delay, withDeadline } from '../../../util/wait.ts';
import { undying } from '../../orphan.ts';
import type { QemuProgram } from './program.ts';

/** How often a process that is not our child is looked for, in milliseconds. */
const lookEveryMs = 100;

/** How long a killed process may take to be gone; freeing gigabytes of memory takes a second. In milliseconds. */
const killDeadlineMs = 10_000;

/** A QEMU process, ours or adopted. */
export interface QemuProcess {
  readonly identity: ProcessIdentity;
  /** Settles when it is gone. Never rejects. */
  readonly gone: Promise<void>;
  /** The signal that ended it, such as SIGKILL; null while it lives, when it left by itself, and when an earlier host made it. */
  endedBy(): string | null;
  /** SIGKILL; resolves when it is gone. Throws `vm-orphaned` when it stays, as one that waits for a hanging disk does. */
  kill(): Promise<void>;
}

/**
 * Starts QEMU in `folder`, in a session of its own so that it outlives its host; what it prints goes to `logPath`,
 * which begins anew. Its sockets are for this user alone. It is deaf to SIGTERM and SIGHUP. `onEnd` hears how it ended: `exit code 0`, `signal SIGKILL`.
 */
export async function spawnQemu(
  program: QemuProgram,
  parameters: readonly string[],
  folder: string,
  logPath: string,
  onEnd: (pid: number, how: string) => void = () => undefined,
): Promise<QemuProcess> {
  // When a session ends, its manager tells the host and QEMU at once, and QEMU would end before the guest has put anything away.
  const line = await blockSignals(
    inheritNothing(program.command, [...program.leadingArguments, ...parameters]),
  );
  const log = await open(logPath, 'w', 0o600);
  // Until the next await nothing else of this process runs: the mask touches no other file.
  const umask = process.umask(0o077);
  const child = spawn(line.command, line.parameters, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: withLargePages(process.env),
  });
  process.umask(umask);
  let endedBy: string | null = null;
  const exited = new Promise<void>((resolve) =>
    child.once('exit', (code, signal) => {
      endedBy = signal;
      onEnd(child.pid ?? 0, signal === null ? `exit code ${code}` : `signal ${signal}`);
      resolve();
    }),
  );
  const spawned = new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(startFailure(error.message, error)));
  });
  try {
    await spawned;
  } finally {
    await log.close();
  }
  child.unref();
  const identity = child.pid === undefined ? undefined : await identifyProcess(child.pid);
  if (identity === undefined) throw startFailure(await lastWords(logPath));
  return { identity, gone: exited, endedBy: () => endedBy, kill: () => kill(identity, exited) };
}

/**
 * An environment in which glibc asks for large pages for what QEMU allocates. An emulated processor looks each address and each jump
 * up in tables of megabytes: with pages of 4 KiB that waits for the real one's own table. Other systems take no notice.
 */
export function withLargePages(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = 'glibc.malloc.hugetlb=1';
  const { GLIBC_TUNABLES: others } = environment;
  // The last word on a tunable holds, and that is its user's.
  return { ...environment, GLIBC_TUNABLES: others ? `${own}:${others}` : own };
}

/** A process that an earlier host had started. */
export function watchQemu(identity: ProcessIdentity): QemuProcess {
  const gone = (async () => {
    while (await isAlive(identity)) await delay(lookEveryMs);
  })();
  return { identity, gone, endedBy: () => null, kill: () => kill(identity, gone) };
}

async function kill(identity: ProcessIdentity, gone: Promise<void>): Promise<void> {
  const failure = undying(identity.pid);
  try {
    await signalProcess(identity, 'SIGKILL');
  } catch (error) {
    throw new SlipwayError({ ...failure, detail: (error as Error).message }, { cause: error });
  }
  await withDeadline(killDeadlineMs, new AbortController().signal, failure, () => gone);
}

/** What QEMU printed last, for a message; empty when it said nothing. */
export async function lastWords(logPath: string): Promise<string> {
  const text = await readFile(logPath, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-3).join(' ').slice(-500);
}

function startFailure(words: string, cause?: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'qemu-failed',
      message: `QEMU could not be started: ${words || 'it ended at once without a word'}.`,
      hint: 'See `slipway logs --source qemu`; `slipway settings list` shows what it was given.',
    },
    { cause },
  );
}
