import { spawn } from 'node:child_process';
import { open, rm, stat, truncate } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { SlipwayError } from '../../../contract/errors.ts';
import { isWithin, type Share } from '../../../contract/shares.ts';
import { type HomePaths, shareSocket } from '../../../home/paths.ts';
import { readJsonFile, writeFileAtomically } from '../../../util/atomic-file.ts';
import { blockSignals } from '../../../util/block-signals.ts';
import { inheritNothing } from '../../../util/inherit-nothing.ts';
import {
  identifyProcess,
  isAlive,
  type ProcessIdentity,
  signalProcess,
} from '../../../util/process-identity.ts';
import { poll, withDeadline } from '../../../util/wait.ts';
import { shareTag } from './arguments.ts';
import { lastWords } from './qemu-process.ts';
import { type HostUser, type ShareProgram, shareCommand } from './share-program.ts';

/** From the start of a server to its socket; it takes 20 ms. In milliseconds. */
const startDeadlineMs = 10_000;

/** The servers write errors alone; a guest that brings about many is not to fill the disk. In bytes. */
const longestLogBytes = 1_000_000;

const recordSchema = z.array(z.object({ pid: z.number().int().positive(), started: z.string() }));

/** What servers are started with. */
export interface ShareServerOptions {
  readonly paths: HomePaths;
  readonly program: ShareProgram;
  readonly user: HostUser;
  /** Folders that no guest may see. Without links. */
  readonly hidden: readonly string[];
}

/**
 * Starts a server for each share, in sessions of their own, and resolves when QEMU can connect to all of them. They end when it
 * lets go of them. Leaves none behind when it rejects.
 */
export async function startShareServers(
  shares: readonly Share[],
  options: ShareServerOptions,
  signal: AbortSignal,
): Promise<void> {
  const { paths } = options;
  await endShareServers(paths);
  if (shares.length === 0) return;
  const started: ProcessIdentity[] = [];
  await rm(paths.sharesLog, { force: true });
  // Appending: what is written after it was cut begins at the front.
  const log = await open(paths.sharesLog, 'a', 0o600);
  try {
    for (const [number, share] of shares.entries()) {
      started.push(await startServer(share, shareTag(number), options, log.fd));
      // Before QEMU is there: whoever comes after a host that was killed here has to find them.
      await writeFileAtomically(paths.shareServers, JSON.stringify(started));
    }
    await Promise.all(
      shares.map(async (share, number) => {
        const socket = shareSocket(paths, shareTag(number));
        const server = started[number];
        const failure = notStarted(share, 'it took too long');
        await withDeadline(startDeadlineMs, signal, failure, (inner) =>
          poll(5, inner, async () => {
            if (await isSocket(socket)) return true;
            if (server !== undefined && (await isAlive(server))) return undefined;
            throw new SlipwayError(notStarted(share, await lastWords(paths.sharesLog)));
          }),
        );
      }),
    );
  } catch (error) {
    await endShareServers(paths);
    throw error;
  } finally {
    await log.close();
  }
}

/** Those of the shares that were started last whose server has ended; none when nothing is known of them. */
export async function findDeadShares(paths: HomePaths, shares: readonly Share[]): Promise<readonly Share[]> {
  const known = recordSchema.safeParse(await readJsonFile(paths.shareServers));
  if (!known.success) return [];
  const living = await Promise.all(
    shares.map(async (_, number) => {
      const server = known.data[number];
      return server === undefined || (await isAlive(server));
    }),
  );
  return shares.filter((_, number) => !living[number]);
}

/** Begins what the servers write anew when it has become too long. Called every few seconds while they run. */
export async function capSharesLog(paths: HomePaths): Promise<void> {
  const size = await stat(paths.sharesLog).then(
    (found) => found.size,
    () => 0,
  );
  if (size > longestLogBytes) await truncate(paths.sharesLog);
}

/** Ends the servers that were started last, and removes their sockets. Harmless when there are none. */
export async function endShareServers(paths: HomePaths): Promise<void> {
  const known = recordSchema.safeParse(await readJsonFile(paths.shareServers));
  if (!known.success) return;
  for (const server of known.data) await signalProcess(server, 'SIGKILL');
  for (const [number] of known.data.entries()) await removeSocket(shareSocket(paths, shareTag(number)));
  await rm(paths.shareServers, { force: true });
}

async function startServer(
  share: Share,
  tag: string,
  { paths, program, user, hidden }: ShareServerOptions,
  output: number,
): Promise<ProcessIdentity> {
  const socket = shareSocket(paths, tag);
  await removeSocket(socket);
  const covered = hidden.filter((folder) => isWithin(folder, share.path));
  const own = shareCommand(program, share, { socket: basename(socket), hidden: covered, user });
  const line = await blockSignals(inheritNothing(own.command, own.parameters));
  const umask = process.umask(0o077);
  const child = spawn(line.command, line.parameters, {
    cwd: paths.run,
    detached: true,
    stdio: ['ignore', output, output],
  });
  process.umask(umask);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new SlipwayError(notStarted(share, error.message), { cause: error })),
    );
  });
  child.unref();
  const identity = child.pid === undefined ? undefined : await identifyProcess(child.pid);
  if (identity === undefined) throw new SlipwayError(notStarted(share, await lastWords(paths.sharesLog)));
  return identity;
}

/** virtiofsd writes its number beside its socket, and would not start beside one that is held. */
async function removeSocket(socket: string): Promise<void> {
  for (const path of [socket, `${socket}.pid`]) await rm(path, { force: true });
}

async function isSocket(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isSocket(),
    () => false,
  );
}

function notStarted(share: Share, words: string) {
  return {
    code: 'share-unavailable' as const,
    message: `The folder ${share.path} cannot be shown to the VM: ${words || 'its server ended without a word'}.`,
    hint: `See \`slipway logs --source shares\`; \`slipway share rm ${share.path}\` starts without it.`,
  };
}
